import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { LastOutput } from './last-output';

/** An app to start: its built script, and all the settings it sees. */
export interface AppToStart {
  readonly name: string;
  /** From the project root: `apps/booking/dist/main.js`. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Aborted: one that is not ready yet is ended, and its start rejects. Has no effect once it is ready. */
  readonly signal?: AbortSignal;
}

export interface StartedApp {
  readonly name: string;
  readonly pid: number;
  /** What its ready line said: `{"ready":true,…}`. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** SIGTERM, and SIGKILL when it has not ended after ten seconds. */
  stop(): Promise<void>;
}

/** How apps are started: tests bring their own way, which fails the run when an app is left over. */
export type StartApp = (app: AppToStart) => Promise<StartedApp>;

export interface AppWatch {
  /** Takes what an app writes to stderr, as it comes. */
  log(name: string, text: string): void;
  /** An app that was ready has ended, and nobody asked it to. `how` is for people: "exit code 1", "SIGKILL". */
  ended?(name: string, how: string): void;
}

export const projectRoot = resolve(__dirname, '../../..');

/** Makes a script end when the process that started it is gone, however it went. */
const endWithParent = resolve(projectRoot, 'bin/supported-node.js');
const readyTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;

/** The line an app prints when it is ready. */
export const readyLine = /^\{"ready":true.*\}$/m;

/**
 * Starts apps as children that cannot outlive this process, and waits until they are ready.
 * @throws Error with the last output of one that did not become ready; it has ended then
 */
export function startAppsHere({ log, ended }: AppWatch): StartApp {
  return async ({ name, script, env, signal }) => {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--require', endWithParent, resolve(projectRoot, script)], {
      cwd: projectRoot,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true, // Ctrl-C reaches us alone: the apps are stopped one after the other
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => log(name, text));
    const ready = await untilReady(name, child, signal);
    const tell = (code: number | null, signal: NodeJS.Signals | null) => ended?.(name, howItEnded(code, signal));
    child.once('exit', tell);
    const stopIt = () => stop(child.off('exit', tell));
    return { name, pid: child.pid ?? 0, ready, stop: stopIt };
  };
}

function untilReady(name: string, child: ChildProcess, signal?: AbortSignal): Promise<Record<string, unknown>> {
  const output = new LastOutput();
  const read = (text: string) => output.add(text);
  let cause = '';
  const end = (why: string) => {
    cause = why;
    child.kill('SIGKILL');
  };
  return new Promise<Record<string, unknown>>((settle, reject) => {
    const timer = setTimeout(() => end(`was not ready after ${readyTimeoutMs / 1000} s`), readyTimeoutMs);
    const giveUp = () => end('was given up before it was ready');
    const isOver = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      child.off('close', endedEarly).off('error', reject);
      child.stdout?.off('data', look).off('data', read).resume();
      child.stderr?.off('data', read);
    };
    const endedEarly = (code: number | null, killedBy: NodeJS.Signals | null) => {
      isOver();
      const why = cause || `ended with ${howItEnded(code, killedBy)} before it was ready`;
      reject(new Error(`${name} ${why}; it wrote:\n${output.text.trim() || '(nothing)'}`));
    };
    const look = () => {
      const [line] = readyLine.exec(output.text) ?? [];
      if (!line) return;
      isOver();
      settle(JSON.parse(line) as Record<string, unknown>);
    };
    child.once('error', reject);
    child.once('close', endedEarly); // not "exit": its last words may come after that
    child.stderr?.on('data', read);
    child.stdout?.setEncoding('utf8').on('data', read).on('data', look);
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted) giveUp();
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((settle) => child.once('exit', settle));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}

function howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
  return signal ?? `exit code ${code}`;
}
