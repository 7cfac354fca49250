import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideStack, type Stack } from '@callbook/stack';
import { endLeaked } from './process-register';
import { announceSharedStack, sharedStack } from './shared-stack';

let stack: Stack | undefined;

/** Once per Jest run that has integration or flow specs, before all of them. */
export async function setUpRun(): Promise<void> {
  stack = await provideStack();
  announceSharedStack({ ...stack, processFolder: mkdtempSync(join(tmpdir(), 'callbook-test-processes-')) });
}

/** Once after all of them. A process that still runs is ended and makes the run fail. */
export async function tearDownRun(): Promise<void> {
  const { processFolder } = sharedStack();
  for (const { name, pid, spec } of endLeaked(processFolder)) {
    process.stderr.write(`\nLEAKED PROCESS: ${name} (pid ${pid}), started by ${spec}, still ran after all tests\n`);
    process.exitCode = 1;
  }
  rmSync(processFolder, { recursive: true, force: true });
  await stack?.stop();
}
