import { existsSync, rmSync } from 'node:fs';
import { removeContainers } from './docker';
import { childrenOf, isAlive, pidNamespace } from './process-identity';
import { allRecords, deleteRecord, type RecordedProcess, type RunRecord } from './run-record';
import { waitUntil } from './wait-until';

/** How long a process may take to follow its end signal before SIGKILL. */
const patienceMs = 5_000;

/** Ends every process and container of the run, deletes its data, and forgets it. Safe to repeat. */
export async function endRun(record: RunRecord): Promise<void> {
  const living = record.processes.filter(isAlive);
  const all = [...living, ...living.flatMap(({ pid }) => childrenOf(pid))];
  const gone = () => !all.some(isAlive);
  signalAll(living);
  if (!(await waitUntil(gone, { timeoutMs: patienceMs, everyMs: 10 }))) {
    signalAll(living, 'SIGKILL');
    await waitUntil(gone, { timeoutMs: patienceMs });
  }
  if (record.containers.length > 0) await removeContainers(record.containers);
  forget(record);
}

/** What can be done of it in an 'exit' handler, where nothing may wait. Containers are left to the next run. */
export function endRunAtOnce(record: RunRecord): void {
  signalAll(record.processes);
  if (record.containers.length === 0) forget(record);
}

/** Ends the runs whose owner died without doing so, and names them. Runs of other machines or containers are not touched. */
export async function endOrphans(): Promise<string[]> {
  const orphans = allRecords().filter(
    ({ owner, pidNamespace: namespace }) => owner && namespace === pidNamespace() && !isAlive(owner),
  );
  await Promise.all(orphans.map(endRun));
  return orphans.map(({ id }) => id);
}

/** A number alone is not enough: since the record was written the system may have given it to somebody else. */
function signalAll(processes: readonly RecordedProcess[], signal?: NodeJS.Signals): void {
  for (const recorded of processes.filter(isAlive)) {
    try {
      process.kill(-recorded.pid, signal ?? recorded.endSignal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function forget(record: RunRecord): void {
  for (const directory of record.directories) remove(directory);
  deleteRecord(record.id);
}

/** rmSync stops in silence when files vanish under it: a server that is ending, or another process clearing up, removes some too. */
function remove(directory: string): void {
  for (let attempt = 1; attempt <= 10 && existsSync(directory); attempt++) {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
}
