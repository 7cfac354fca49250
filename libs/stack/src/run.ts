import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endRun, endRunAtOnce } from './end-run';
import { isAlive, pidNamespace, processWithPid } from './process-identity';
import { runsFolder } from './project-root';
import { type RecordedProcess, type RunRecord, writeRecord } from './run-record';

/**
 * One use of the stack, from start to end. What it starts is on disk before anything else happens, so that a run
 * that is killed at any moment can be ended by the next one.
 */
export class Run {
  private readonly record: RunRecord;
  /** Data and logs of this run; deleted at its end. */
  readonly directory: string;

  /** @param id a name that no other run has; by default a random one. */
  constructor(id = `run-${randomBytes(4).toString('hex')}`) {
    this.directory = join(runsFolder, id);
    this.record = {
      id,
      owner: processWithPid(process.pid),
      pidNamespace: pidNamespace(),
      processes: [],
      containers: [],
      directories: [this.directory],
    };
    writeRecord(this.record);
    mkdirSync(this.directory, { recursive: true });
  }

  /** The process must lead a process group of its own. */
  addProcess(pid: number, name: string, endSignal: NodeJS.Signals): void {
    const identity = processWithPid(pid);
    if (!identity) return; // ended already
    const process: RecordedProcess = { ...identity, name, endSignal };
    this.record.processes = [...this.record.processes.filter(isAlive), process];
    writeRecord(this.record);
  }

  addContainer(id: string): void {
    this.record.containers.push(id);
    writeRecord(this.record);
  }

  addDirectory(path: string): void {
    this.record.directories.push(path);
    writeRecord(this.record);
  }

  /** From now on the run outlives this process. */
  detach(): void {
    delete this.record.owner;
    writeRecord(this.record);
  }

  end(): Promise<void> {
    return endRun(this.record);
  }

  endAtOnce(): void {
    endRunAtOnce(this.record);
  }
}
