import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** An app to start: its built script, and all the settings it sees. */
export interface AppToStart {
  readonly name: string;
  /** From the project root: `apps/booking/dist/main.js`. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
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

/** Starts an app as a child that cannot outlive this process, and waits until it is ready. */
export function startAppsHere({ log, ended }: AppWatch): StartApp {
  return async ({ name, script, env }) => {
    const { PATH = '', HOME = '' } = process.env;
    const child = spawn(process.execPath, ['--require', endWithParent, resolve(projectRoot, script)], {
      cwd: projectRoot,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true, // Ctrl-C reaches us alone: the apps are stopped one after the other
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => log(name, text));
    const ready = await untilReady(name, child);
    const tell = (code: number | null, signal: NodeJS.Signals | null) => ended?.(name, howItEnded(code, signal));
    child.once('exit', tell);
    const stopIt = () => stop(child.off('exit', tell));
    return { name, pid: child.pid ?? 0, ready, stop: stopIt };
  };
}

function untilReady(name: string, child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((settle, reject) => {
    let output = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${name} was not ready after ${readyTimeoutMs / 1000} s`));
    }, readyTimeoutMs);
    const endedEarly = (code: number | null, signal: NodeJS.Signals | null) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended with ${howItEnded(code, signal)} before it was ready; its log says why`));
    };
    const read = (text: string) => {
      output += text;
      const [line] = readyLine.exec(output) ?? [];
      if (!line) return;
      clearTimeout(timer);
      child.off('exit', endedEarly).stdout?.off('data', read).resume();
      settle(JSON.parse(line) as Record<string, unknown>);
    };
    child.once('error', reject);
    child.once('exit', endedEarly);
    child.stdout?.setEncoding('utf8').on('data', read);
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
