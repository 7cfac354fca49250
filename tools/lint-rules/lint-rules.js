'use strict';
// Shows every rule of ours failing once, and what must pass passing: a rule that silently stopped working is found here.
// Part of `npm run check`, after ESLint: the boundaries are read from Nx's project graph.

// Where CI is set typescript-eslint expects to see every file once, and reads it from disk instead of taking the text given.
process.env.TSESTREE_SINGLE_RUN = 'false';

const { join } = require('node:path');
const { ESLint } = require('eslint');

const useCase = 'apps/booking/src/book-appointment/book-appointment.ts';
const recordsUseCase = 'apps/records/src/calls/record-call.ts';
const boundary = '@nx/enforce-module-boundaries';

/** What must not pass, where, and which rule must say so. */
const forbidden = [
  ['an app that imports another app', 'apps/records/src/main.ts', `import '../../booking/src/config';`, boundary],
  ['a lib that imports an app', 'libs/outbox/src/index.ts', `import '../../../apps/booking/src/config';`, boundary],
  [
    'contracts that import something of ours',
    'libs/contracts/src/index.ts',
    `import '@callbook/observability';`,
    boundary,
  ],
  ['a sandbox that imports something of ours', 'libs/sandbox/src/index.ts', `import '@callbook/contracts';`, boundary],
  ['a stack that imports something of ours', 'libs/stack/src/index.ts', `import '@callbook/observability';`, boundary],
  ['messaging that knows the database', 'libs/messaging/src/index.ts', `import '@callbook/database';`, boundary],
  ['a database that knows the broker', 'libs/database/src/index.ts', `import '@callbook/messaging';`, boundary],
  ['a catalogue that knows the outbox', 'libs/catalogue/src/index.ts', `import '@callbook/outbox';`, boundary],
  [
    'a Cal.com client that knows our events',
    'libs/calcom-client/src/index.ts',
    `import '@callbook/contracts';`,
    boundary,
  ],
  ['a Retell lib that knows our events', 'libs/retell/src/index.ts', `import '@callbook/contracts';`, boundary],
  ['an outbox that knows the catalogue', 'libs/outbox/src/index.ts', `import '@callbook/catalogue';`, boundary],
  ['shipped code that imports the test library', 'libs/outbox/src/index.ts', `import '@callbook/testing';`, boundary],
  ['amqplib outside messaging', 'apps/booking/src/main.ts', `import 'amqplib';`, 'no-restricted-imports'],
  ['axios outside the Cal.com client', 'apps/booking/src/main.ts', `import 'axios';`, 'no-restricted-imports'],
  [
    'the environment outside config.ts',
    'apps/booking/src/main.ts',
    `export const x = process.env.HOME;`,
    'no-restricted-properties',
  ],
  ['a use case with Nest', useCase, `import '@nestjs/common';`, 'no-restricted-imports'],
  ['a use case with typeorm', recordsUseCase, `import 'typeorm';`, 'no-restricted-imports'],
  ['a use case with the broker', useCase, `import '@callbook/messaging';`, 'no-restricted-imports'],
  ['a use case with the database', recordsUseCase, `import '@callbook/database';`, 'no-restricted-imports'],
  [
    'a use case with random ids',
    useCase,
    `import { randomUUID } from 'node:crypto';\nexport const x = randomUUID();`,
    'no-restricted-imports',
  ],
  ['a use case that reads the clock', useCase, `export const x = Date.now();`, 'no-restricted-syntax'],
  ['a use case that makes the time', recordsUseCase, `export const x = new Date();`, 'no-restricted-syntax'],
  ['a use case with a timer', useCase, `setTimeout(() => undefined, 1);`, 'no-restricted-globals'],
  [
    'a forgotten await',
    'apps/booking/src/main.ts',
    `async function f(): Promise<void> {}\nf();`,
    '@typescript-eslint/no-floating-promises',
  ],
];

const allowed = [
  ['a use case that reads a given time', useCase, `export const x = new Date(0);`],
  ['a use case that knows retryable errors', useCase, `export { RetryableError } from '@callbook/messaging/failure';`],
  ["a lib's test that uses the test library", 'libs/outbox/test/outbox.int-spec.ts', `import '@callbook/testing';`],
  ['an app that imports a lib', 'apps/booking/src/main.ts', `import '@callbook/messaging';`],
];

async function main() {
  const eslint = new ESLint({ cwd: join(__dirname, '../..') });
  const wrong = [];
  for (const [what, file, code, rule] of [...forbidden, ...allowed]) {
    const [{ messages }] = await eslint.lintText(`${code}\nexport {};\n`, { filePath: file });
    const broken = messages.map(({ ruleId }) => ruleId);
    if (rule && !broken.includes(rule)) wrong.push(`${what} is not refused by ${rule}`);
    if (!rule && broken.length > 0) wrong.push(`${what} is refused by ${broken.join(', ')}`);
  }
  for (const line of wrong) console.error(`lint rules: ${line}`);
  console.error(
    `lint rules: ${forbidden.length + allowed.length - wrong.length} as they should be, ${wrong.length} not`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

void main();
