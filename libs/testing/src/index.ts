export { provideStack, type Stack } from '@callbook/stack';
export { eventually, eventuallyHolds, type Patience } from './eventually';
export { RabbitmqManagement } from './rabbitmq-management';
export { sharedStack, type SharedStack } from './shared-stack';
export { type Ending, type ProcessToStart, startProcess, type StartedProcess } from './start-process';
export { testPrefix, type TestPrefix, testVhost, type TestVhost } from './test-broker';
export { testDatabase, type TestDatabase } from './test-database';
