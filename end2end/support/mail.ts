// A mail server on this machine that takes everything, so that tests read what people are sent.
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { Words } from './words.ts';

export type Letter = { to: string; text: string };

/** The address in a letter that leads to a page of a kind. */
export function linkIn(letter: string, kind: 'go' | 'requests'): string {
  const link = new RegExp(`http://\\S+/${kind}/[a-z2-7]+`).exec(letter)?.[0];
  if (link === undefined) throw new Error(`No link to ${kind} in:\n${letter}`);
  return link;
}

export class Mail {
  readonly letters: Letter[] = [];
  private readonly words = new Words();

  private constructor(
    private readonly server: Server,
    /** What the portal is told as its mail server. */
    readonly url: string,
  ) {}

  static async open(): Promise<Mail> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
    const mail = new Mail(server, `smtp://127.0.0.1:${address.port}`);
    server.on('connection', (socket) => mail.talk(socket));
    return mail;
  }

  /** Waits for a letter to somebody in whose text something stands. */
  async letter(to: string, text: RegExp): Promise<string> {
    const line = await this.words.match(new RegExp(`^\\d+ ${to.replaceAll('.', '\\.')} .*${text.source}.*$`, 'm'), 60_000);
    return this.letters[Number.parseInt(line[0], 10)]?.text ?? '';
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  private talk(socket: Socket): void {
    let to = '';
    let rest = '';
    let letter: string[] | undefined;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 mail of a test');
    socket.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (letter) {
          if (line === '.') {
            this.take(to, letter);
            letter = undefined;
            say('250 taken');
          } else {
            letter.push(line);
          }
        } else if (line === 'DATA') {
          letter = [];
          say('354 go on');
        } else if (line === 'QUIT') {
          say('221 bye');
          socket.end();
        } else {
          to = /^RCPT TO:<(.+)>/.exec(line)?.[1] ?? to;
          say('250 ok');
        }
      }
    });
    // A portal that is stopped hangs up in the middle of a word.
    socket.on('error', () => socket.destroy());
  }

  private take(to: string, lines: string[]): void {
    // Lines that quoted-printable broke are whole again.
    const text = lines.join('\n').replaceAll('=\n', '').replaceAll('=3D', '=');
    this.words.add(`${this.letters.length} ${to} ${text.replaceAll('\n', ' ')}\n`);
    this.letters.push({ to, text });
  }
}
