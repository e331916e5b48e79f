// A portal of its own for each test: the shipped binary on a free port, with a fresh data folder that goes away with it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Words } from './words.ts';

/** `PORTAL_*` settings beside the ones that every test needs. */
export type Settings = Record<`PORTAL_${string}`, string>;

const root = resolve(import.meta.dirname, '../..');
const binary = process.env['PORTAL_BINARY'] ?? join(root, 'target/release/portal');
const patience = 30_000;

export class Portal {
  /** The address it printed, without a slash at its end. */
  url = '';
  private words = new Words();
  private process: ChildProcess | undefined;

  private constructor(
    readonly data: string,
    private readonly settings: Settings,
  ) {}

  static async start(settings: Settings = {}): Promise<Portal> {
    const portal = new Portal(await mkdtemp(join(tmpdir(), 'portal-')), settings);
    try {
      await portal.run('127.0.0.1:0');
    } catch (error) {
      await portal.stop();
      throw error;
    }
    return portal;
  }

  get pid(): number {
    const pid = this.process?.pid;
    if (!pid) throw new Error('The portal is not running.');
    return pid;
  }

  /** All it said since it was started last, for the report of a test that failed. */
  get output(): string {
    return this.words.text;
  }

  /** The one-time link for the first administrator, which it prints while there is none. */
  async setUpLink(): Promise<string> {
    const [, link = ''] = await this.words.match(/^(http:\/\/\S+\/setup\?\S+)$/m, patience);
    return link;
  }

  /** Ends it without warning, as a power cut would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Starts it again on the same address with the same data. */
  async restart(): Promise<void> {
    await this.run(new URL(this.url).host);
  }

  /** Ends it politely and removes its data; one that does not go is an error. */
  async stop(): Promise<void> {
    try {
      await this.end('SIGTERM');
    } finally {
      await rm(this.data, { recursive: true, force: true });
    }
  }

  private async run(listen: string): Promise<void> {
    const words = new Words();
    const child = spawn(binary, [], {
      cwd: root,
      // Nobody guesses passwords here, so that a quarter of a second for each hash would only be waited for.
      env: { ...others(), PORTAL_PASSWORD_COST: 'weakest', ...this.settings, PORTAL_DATA: this.data, PORTAL_LISTEN: listen },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.setEncoding('utf8').on('data', (text: string) => words.add(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => words.add(text));
    child.once('error', (error) => words.end(error.message));
    child.once('close', (code, signal) => words.end(`it ended with ${signal ?? code}`));
    this.process = child;
    this.words = words;
    const [, url = ''] = await words.match(/^The portal is at (http:\/\/\S+?)\/?$/m, patience);
    this.url = url;
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), patience);
    const [code, by] = await gone;
    clearTimeout(late);
    if (signal === 'SIGTERM' && code !== 0) throw new Error(`Asked to stop, the portal ended with ${by ?? code}:\n${this.output}`);
  }
}

// The environment of the person who runs the tests, without portal settings that are theirs.
function others(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PORTAL_')));
}
