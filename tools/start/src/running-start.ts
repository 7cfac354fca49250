import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '@callbook/launcher';

/** What `npm run call` must know of the `npm start` it calls into. */
export interface RunningStart {
  readonly retellUrl: string;
  readonly databaseUrl: string;
}

/** One `npm start`: its logs, its spool files, and where it can be reached. */
export interface StartFolder {
  readonly path: string;
  /** From now on `npm run call` finds it. */
  tell(running: RunningStart): void;
  delete(): void;
}

const runs = join(projectRoot, '.stack');
const name = /^start-(\d+)$/;

/** Made anew for this process; what killed ones have left behind is deleted. */
export function makeStartFolder(folder = runs): StartFolder {
  for (const { path, pid } of startFolders(folder)) if (!isRunning(pid)) rmSync(path, { recursive: true, force: true });
  const path = join(folder, `start-${process.pid}`);
  mkdirSync(path, { recursive: true });
  return {
    path,
    tell: (running) => writeFileSync(runningFile(path), JSON.stringify(running), { mode: 0o600 }), // it names a password
    delete: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The `npm start` that is running now; the newest when there are several. */
export function findRunningStart(folder = runs): RunningStart | undefined {
  const found = startFolders(folder)
    .filter(({ path, pid }) => isRunning(pid) && existsSync(runningFile(path)))
    .sort((one, other) => toldAt(other.path) - toldAt(one.path))[0];
  return found && (JSON.parse(readFileSync(runningFile(found.path), 'utf8')) as RunningStart);
}

const runningFile = (path: string) => join(path, 'running.json');
const toldAt = (path: string) => statSync(runningFile(path)).mtimeMs;

function startFolders(folder: string): { path: string; pid: number }[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((entry) => {
    const pid = Number(name.exec(entry)?.[1]);
    return pid ? [{ path: join(folder, entry), pid }] : [];
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
