import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { eventually } from './eventually';
import { register, unregister } from './process-register';
import { specFile } from './running-spec';
import { sharedStack } from './shared-stack';

export interface ProcessToStart {
  /** For logs and failures. */
  name: string;
  /** JavaScript file, absolute or from the project root: `apps/booking/dist/main.js`. */
  script: string;
  args?: string[];
  /** All that the process sees besides PATH, HOME and LANG. */
  env?: Record<string, string>;
  /** Ready when an output line matches; a group named `url` becomes the process's `url`. */
  readyLine?: RegExp;
  /** Ready when GET of this URL answers 2xx; its origin becomes the process's `url`. */
  readyUrl?: string;
  /** Default 15,000 ms. */
  readyTimeoutMs?: number;
}

export interface StartedProcess {
  readonly pid: number;
  /** Throws when neither `readyUrl` nor a group `url` of `readyLine` has told it. */
  readonly url: string;
  /** All output so far, stdout and stderr as they came. */
  logs(): string;
  /** Sends the signal and resolves with how the process ended. */
  kill(signal?: NodeJS.Signals): Promise<Ending>;
  /** SIGTERM; SIGKILL and a failure if it has not ended after ten seconds. May be called again. */
  stop(): Promise<void>;
  /** Resolves when the process ends, by itself or not. */
  readonly ended: Promise<Ending>;
}

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const projectRoot = resolve(__dirname, '../../..');
const stopTimeoutMs = 10_000;

/** Starts a built app under this Node and waits until it is ready. One that nobody stops fails the Jest run. */
export async function startProcess(options: ProcessToStart): Promise<StartedProcess> {
  const { PATH = '', HOME = '', LANG = '' } = process.env;
  const child = spawn(process.execPath, [resolve(projectRoot, options.script), ...(options.args ?? [])], {
    cwd: projectRoot,
    env: { PATH, HOME, LANG, ...options.env },
    detached: true, // a group of its own, so that its children can be ended with it
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (!pid) throw new Error(`${options.name} could not be started`);
  const folder = sharedStack().processFolder;
  register(folder, { pid, name: options.name, spec: specFile() });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const ended = new Promise<Ending>((settle) => {
    child.once('close', (code, signal) => {
      unregister(folder, pid);
      settle({ code, signal });
    });
  });
  const logs = () => output.join('');
  const kill = (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal);
    return ended;
  };
  const url = await untilReady(child, options, logs).catch(async (error) => {
    await kill('SIGKILL');
    throw error;
  });
  return {
    pid,
    get url() {
      if (!url) throw new Error(`${options.name} has not told its url`);
      return url;
    },
    logs,
    kill,
    stop: () => stop(options.name, child, ended, logs),
    ended,
  };
}

async function untilReady(
  child: ChildProcess,
  options: ProcessToStart,
  logs: () => string,
): Promise<string | undefined> {
  const { name, readyLine, readyUrl, readyTimeoutMs: timeoutMs = 15_000 } = options;
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ready = async () => {
    if (hasEnded()) return 'ended';
    if (readyLine && !readyLine.test(logs())) return false;
    return !readyUrl || (await fetch(readyUrl)).ok;
  };
  const seen = await eventually(`${name} to be ready`, ready, { timeoutMs }).catch((error: Error) => {
    throw new Error(`${error.message}; it wrote:\n${logs()}`);
  });
  if (seen === 'ended') throw new Error(`${name} ended before it was ready; it wrote:\n${logs()}`);
  return readyUrl ? new URL(readyUrl).origin : readyLine?.exec(logs())?.groups?.url;
}

async function stop(name: string, child: ChildProcess, ended: Promise<Ending>, logs: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'too late'>((settle) => (timer = setTimeout(settle, stopTimeoutMs, 'too late')));
  child.kill('SIGTERM');
  const outcome = await Promise.race([ended, tooLate]).finally(() => clearTimeout(timer));
  if (outcome !== 'too late') return;
  child.kill('SIGKILL');
  await ended;
  throw new Error(`${name} did not end within ${stopTimeoutMs / 1000} s of SIGTERM; it wrote:\n${logs()}`);
}
