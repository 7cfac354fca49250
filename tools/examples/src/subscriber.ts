import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@callbook/launcher';

/** A line of an example: what it did with an event. */
export interface Line {
  readonly outcome: 'subscribed' | 'taken' | 'repeated';
  readonly id?: string;
  readonly type?: string;
  readonly host?: { readonly id: number; readonly name: string; readonly email: string } | null;
}

export interface Program {
  readonly name: string;
  readonly command: string;
  /** From the project root. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

/** One of the examples, running as whoever copied it would run it. */
export class RunningSubscriber {
  readonly name: string;
  readonly lines: Line[] = [];
  private readonly child: ChildProcess;
  private errors = '';

  constructor({ name, command, script, env }: Program) {
    this.name = name;
    const { PATH = '', HOME = '' } = process.env;
    this.child = spawn(command, [join(projectRoot, script)], {
      env: { PATH, HOME, NODE_NO_WARNINGS: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.once('error', (error) => (this.errors += error.message));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    let rest = '';
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const [last = '', ...whole] = (rest + text).split('\n').reverse();
      rest = last;
      this.lines.push(...whole.reverse().map((line) => JSON.parse(line) as Line));
    });
  }

  /** @throws Error with what it wrote, when it ends or 30 seconds pass without such a line */
  async until(what: string, fits: (line: Line) => boolean, timeoutMs = 30_000): Promise<Line> {
    for (const deadline = Date.now() + timeoutMs; ; await pause(20)) {
      const found = this.lines.find(fits);
      if (found) return found;
      if (this.hasEnded) throw new Error(`${this.name} ended before it had ${what}: ${this.errors.trim()}`);
      if (Date.now() > deadline)
        throw new Error(`${this.name} has not ${what} after ${timeoutMs / 1000} s: ${this.errors.trim()}`);
    }
  }

  /** What it said when it gave up by itself. @throws Error when it goes on */
  async untilEnded(timeoutMs = 30_000): Promise<{ readonly code: number | null; readonly errors: string }> {
    for (const deadline = Date.now() + timeoutMs; !this.hasEnded; await pause(20))
      if (Date.now() > deadline) throw new Error(`${this.name} goes on`);
    return { code: this.child.exitCode, errors: this.errors };
  }

  async stop(): Promise<void> {
    if (this.hasEnded) return;
    const ended = new Promise((settle) => this.child.once('exit', settle));
    this.child.kill('SIGKILL');
    await ended;
  }

  private get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined;
  }
}
