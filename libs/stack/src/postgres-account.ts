import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Run } from './run';

/** Under which account PostgreSQL runs, and where that account can reach its programs and its data. */
export interface PostgresAccount {
  /** With `bin`, `lib` and `share`. */
  readonly native: string;
  readonly dataDirectory: string;
  command(
    program: string,
    args: readonly string[],
  ): { command: string; args: readonly string[]; uid?: number; gid?: number };
}

/** PostgreSQL refuses to run as root. */
export function postgresAccount(run: Run, native: string): PostgresAccount {
  if (process.getuid?.() !== 0) return ourselves(run, native);
  return canUnshare() ? inUserNamespace(run, native) : asNobody(run, native);
}

function ourselves(run: Run, native: string): PostgresAccount {
  return {
    native,
    dataDirectory: join(run.directory, 'postgres'),
    command: (program, args) => ({ command: join(native, 'bin', program), args }),
  };
}

/** In a user namespace of its own PostgreSQL does not see that it is root, yet reads and writes root's files where they are. */
export function inUserNamespace(run: Run, native: string): PostgresAccount {
  return {
    native,
    dataDirectory: join(run.directory, 'postgres'),
    command: (program, args) => ({ command: 'unshare', args: ['--user', '--', join(native, 'bin', program), ...args] }),
  };
}

/** Containers mostly forbid new namespaces. There nobody gets a copy, for nobody cannot look into root's folders. */
export function asNobody(run: Run, native: string): PostgresAccount {
  const nobody = { uid: 65534, gid: 65534 }; // must stand in /etc/passwd, initdb looks its name up
  const home = mkdtempSync(join(tmpdir(), 'callbook-postgres-'));
  run.addDirectory(home);
  const copy = join(home, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  const dataDirectory = join(home, 'data');
  mkdirSync(dataDirectory, { mode: 0o700 });
  for (const path of [home, dataDirectory]) chownSync(path, nobody.uid, nobody.gid);
  return {
    native: copy,
    dataDirectory,
    command: (program, args) => ({ command: join(copy, 'bin', program), args, ...nobody }),
  };
}

function canUnshare(): boolean {
  return spawnSync('unshare', ['--user', '--', 'true'], { stdio: 'ignore' }).status === 0;
}
