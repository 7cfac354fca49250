import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endRun } from './end-run';
import { endOnSignals, endWithProcess } from './end-with-process';
import { isAlive } from './process-identity';
import { runsFolder } from './project-root';
import { type StackOptions, startServices } from './provide-stack';
import { Run } from './run';
import { readRecord } from './run-record';
import { type ServiceKind } from './stack';

/** The project's one stack that outlives the command that started it. Nothing uses it unless its URLs are set. */
export interface DetachedStack {
  databaseUrl: string;
  rabbitmqUrl: string;
  rabbitmqManagementUrl?: string;
  postgres: ServiceKind;
  rabbitmq: ServiceKind;
}

export type DetachedStatus =
  { state: 'up' | 'broken'; stack: DetachedStack } | { state: 'starting' } | { state: 'down' };

const theOne = 'detached';
const descriptionOf = (id: string) => join(runsFolder, id, 'stack.json');

/** Starts it, or finds it running. What is left of one that broke is ended first. */
export async function detachedUp(options: Pick<StackOptions, 'env' | 'log'> = {}, id = theOne): Promise<DetachedStack> {
  const status = detachedStatus(id);
  if (status.state === 'up') return status.stack;
  if (status.state === 'starting') throw new Error('Another `stack up` is at work; wait for it, or end it');
  await detachedDown(id);
  const run = new Run(id);
  const releases = [endWithProcess(run), endOnSignals(run)];
  try {
    const { postgres, rabbitmq } = await startServices(run, options);
    const stack: DetachedStack = {
      databaseUrl: postgres.url,
      rabbitmqUrl: rabbitmq.url,
      rabbitmqManagementUrl: rabbitmq.managementUrl,
      postgres: postgres.kind,
      rabbitmq: rabbitmq.kind,
    };
    writeFileSync(descriptionOf(id), JSON.stringify(stack));
    run.detach();
    return stack;
  } catch (error) {
    await run.end();
    throw error;
  } finally {
    for (const release of releases) release();
  }
}

/** Broken means that one of its processes has ended. Containers and given services are not asked. */
export function detachedStatus(id = theOne): DetachedStatus {
  const record = readRecord(id);
  if (!record) return { state: 'down' };
  if (record.owner) return isAlive(record.owner) ? { state: 'starting' } : { state: 'down' };
  const stack = JSON.parse(readFileSync(descriptionOf(id), 'utf8')) as DetachedStack;
  return { state: record.processes.every(isAlive) ? 'up' : 'broken', stack };
}

/** Ends it and deletes its data. False when there was none. */
export async function detachedDown(id = theOne): Promise<boolean> {
  const record = readRecord(id);
  if (record) await endRun(record);
  return record !== undefined;
}
