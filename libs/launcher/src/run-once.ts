import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from './app-process';

/**
 * Runs a built script to its end, or until the signal is aborted.
 * @returns what it wrote to stdout
 * @throws Error with what it wrote when it fails
 */
export async function runOnce(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [resolve(projectRoot, script), ...args], {
      cwd: projectRoot,
      env: { PATH, HOME, ...env },
      signal,
    });
    return stdout;
  } catch (error) {
    signal?.throwIfAborted();
    const { stderr = '', message } = error as Error & { stderr?: string };
    throw new Error(`callbook ${args.join(' ')} failed: ${stderr.trim() || message}`, { cause: error });
  }
}
