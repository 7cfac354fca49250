import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessIdentity } from './process-identity';
import { runsFolder } from './project-root';

export interface RecordedProcess extends ProcessIdentity {
  readonly name: string;
  /** The signal that ends it at once without leaving anything in the system. It leads a process group of its own. */
  readonly endSignal: NodeJS.Signals;
}

/** All that must be ended or deleted when a run is over, kept on disk so that the next run can do it for a killed one. */
export interface RunRecord {
  readonly id: string;
  /** The process the run ends with; undefined for a run that was detached on purpose. */
  owner?: ProcessIdentity;
  readonly pidNamespace: string;
  processes: RecordedProcess[];
  /** Ids of Docker containers. */
  containers: string[];
  directories: string[];
}

const recordFile = (id: string) => join(runsFolder, `${id}.json`);

/** On disk when it returns, all or nothing. */
export function writeRecord(record: RunRecord): void {
  mkdirSync(runsFolder, { recursive: true });
  const draft = `${recordFile(record.id)}.${process.pid}.draft`;
  writeFileSync(draft, JSON.stringify(record, null, 2));
  renameSync(draft, recordFile(record.id));
}

export function readRecord(id: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(recordFile(id), 'utf8')) as RunRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function allRecords(): RunRecord[] {
  let files: string[];
  try {
    files = readdirSync(runsFolder);
  } catch {
    return [];
  }
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => readRecord(file.slice(0, -'.json'.length)))
    .filter((record) => record !== undefined);
}

export function deleteRecord(id: string): void {
  rmSync(recordFile(id), { force: true });
}
