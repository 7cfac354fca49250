import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './app-process';

/** Runs a built script to its end, or until the signal is aborted. @throws Error with what it wrote when it fails */
export async function runOnce(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<void> {
  const { PATH = '', HOME = '' } = process.env;
  try {
    await promisify(execFile)(process.execPath, [resolve(projectRoot, script), ...args], {
      cwd: projectRoot,
      env: { PATH, HOME, ...env },
      signal,
    });
  } catch (error) {
    signal?.throwIfAborted();
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new Error(`callbook ${args.join(' ')} failed: ${stderr.trim() || message}`, { cause: error });
  }
}
