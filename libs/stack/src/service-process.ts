import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { childrenOf, isAlive } from './process-identity';
import { type Run } from './run';
import { waitUntil } from './wait-until';

export interface Launch {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Takes stdout and stderr, appended: a pipe would break when a detached stack outlives its starter. */
  readonly logFile: string;
  readonly endSignal: NodeJS.Signals;
  readonly uid?: number;
  readonly gid?: number;
}

/** RabbitMQ's node is a child of its start script and ends a moment after it. */
const childrenTimeoutMs = 2_000;

/** A child that leads its own session: Ctrl-C in our terminal does not reach it, and its whole group can be signalled. */
export class ServiceProcess {
  private readonly child: ChildProcess;
  private spawnError?: Error;

  constructor(
    run: Run,
    private readonly launch: Launch,
  ) {
    const log = openSync(launch.logFile, 'a');
    const { command, args, env, uid, gid } = launch;
    this.child = spawn(command, args, { cwd: '/', env, uid, gid, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.child.on('error', (error) => (this.spawnError = error));
    this.child.unref();
    if (this.child.pid) run.addProcess(this.child.pid, launch.name, launch.endSignal);
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws when it ends before it is ready or is not ready in time, with the end of its log. */
  async untilReady(probe: (process: this) => boolean | Promise<boolean>, timeoutMs: number): Promise<void> {
    const ready = await waitUntil(async () => this.hasEnded || (await probe(this)), { timeoutMs });
    if (this.hasEnded) throw new Error(`${this.launch.name} ended while starting: ${this.cause}`);
    if (!ready) throw new Error(`${this.launch.name} was not ready after ${timeoutMs / 1000} s: ${this.cause}`);
  }

  /** Signals the whole group and resolves when its leader and that one's children have ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { pid } = this.child;
    if (this.hasEnded || !pid) return;
    this.child.ref(); // otherwise a process with nothing else to do would exit before the answer
    const ended = once(this.child, 'exit');
    const children = childrenOf(pid);
    process.kill(-pid, signal);
    await ended;
    await waitUntil(() => !children.some(isAlive), { timeoutMs: childrenTimeoutMs, everyMs: 5 });
  }

  private get hasEnded(): boolean {
    return this.spawnError !== undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  private get cause(): string {
    return (
      this.spawnError?.message ?? (readFileSync(this.launch.logFile, 'utf8').trim().slice(-600) || 'its log is empty')
    );
  }
}
