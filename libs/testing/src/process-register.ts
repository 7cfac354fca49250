import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A child process as the register of this Jest run knows it, until it has ended. */
export interface RegisteredProcess {
  pid: number;
  name: string;
  spec: string;
}

const entry = (folder: string, pid: number) => join(folder, `${pid}.json`);

export function register(folder: string, child: RegisteredProcess): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(entry(folder, child.pid), JSON.stringify(child));
}

export function unregister(folder: string, pid: number): void {
  rmSync(entry(folder, pid), { force: true });
}

/** Ends the processes that still run, with their groups, and returns them: each is one that a spec forgot to stop. */
export function endLeaked(folder: string): RegisteredProcess[] {
  const registered = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as RegisteredProcess,
  );
  return registered.filter(({ pid }) => {
    try {
      return process.kill(-pid, 'SIGKILL');
    } catch {
      return false; // ended, and its worker was killed before it could say so
    }
  });
}
