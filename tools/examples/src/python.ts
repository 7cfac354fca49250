import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, fetchPackages, packagesFolder, publishPackages } from '@callbook/stack';

const execute = promisify(execFile);

/** A Python that can import pika, and what it must find in its environment. */
export interface Python {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

const remedy = 'Remedy: install Python 3 and pika (pip install pika, or apt-get install python3-pika).';

/**
 * The machine's own where it has pika; otherwise pika, and Python too if there is none, from the distribution's packages: fetched
 * once, checked by apt, kept in `.cache`, without root and without changing anything outside the project.
 * @throws Error saying what was tried, and what would help
 */
export async function pythonWithPika(log: (line: string) => void): Promise<Python> {
  const own = ['python3', '/usr/bin/python3'].map((command) => ({ command, env: {} }));
  for (const python of own) if (await hasPika(python)) return python;
  const unpacked = await fetched(log).catch((error: Error) => {
    throw new Error(`Python with pika is missing, and cannot be fetched with apt: ${error.message}\n${remedy}`);
  });
  const packages = join(unpacked, 'usr/lib/python3/dist-packages');
  const interpreter = join(unpacked, 'usr/bin/python3');
  const ofPackages: Python = {
    command: interpreter,
    env: { PYTHONHOME: join(unpacked, 'usr'), PYTHONPATH: packages, LD_LIBRARY_PATH: libraries(unpacked) },
  };
  const withMachines = [...own].reverse().map(({ command }) => ({ command, env: { PYTHONPATH: packages } }));
  const candidates = existsSync(interpreter) ? [ofPackages] : withMachines;
  for (const python of candidates) if (await hasPika(python)) return python;
  throw new Error(`Python cannot import the pika that was fetched into ${unpacked}.\n${remedy}`);
}

async function hasPika({ command, env }: Python): Promise<boolean> {
  const { PATH = '', HOME = '' } = process.env;
  return execute(command, ['-c', 'import pika, sqlite3'], { env: { PATH, HOME, ...env } }).then(
    () => true,
    () => false,
  );
}

async function fetched(log: (line: string) => void): Promise<string> {
  const unpacked = packagesFolder('python-pika');
  if (existsSync(unpacked)) return unpacked;
  log(`fetching pika from the distribution's packages (once) into ${unpacked}`);
  mkdirSync(cacheFolder, { recursive: true });
  const workshop = mkdtempSync(join(cacheFolder, 'fetching-'));
  try {
    publishPackages(await fetchPackages(workshop, 'python3-pika'), unpacked);
    return unpacked;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

function libraries(root: string): string {
  return ['usr/lib', 'lib']
    .map((folder) => join(root, folder))
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).flatMap((name) => (name.endsWith('-linux-gnu') ? join(folder, name) : [])))
    .join(':');
}
