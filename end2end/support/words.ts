// What a running program has said so far, and waiting for it to say something.

export class Words {
  text = '';
  private ended: string | undefined;
  private readonly waiting = new Set<() => void>();

  add(text: string): void {
    this.text += text;
    this.tell();
  }

  /** It will say no more, and why. */
  end(reason: string): void {
    this.ended ??= reason;
    this.tell();
  }

  /** Waits until the words match; an error shows all of them when they cannot any more, or do not in time. */
  async match(pattern: RegExp, patience: number): Promise<RegExpExecArray> {
    const until = Date.now() + patience;
    for (;;) {
      const found = pattern.exec(this.text);
      if (found) return found;
      if (this.ended !== undefined) throw this.missing(pattern, this.ended);
      const left = until - Date.now();
      if (left <= 0) throw this.missing(pattern, `nothing in ${patience / 1000} s`);
      await this.news(left);
    }
  }

  private news(left: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, left);
      this.waiting.add(done);
    });
  }

  private tell(): void {
    for (const done of [...this.waiting]) done();
  }

  private missing(pattern: RegExp, reason: string): Error {
    return new Error(`It never said ${pattern}: ${reason}. It said:\n${this.text}`);
  }
}
