import { parseArgs } from 'node:util';
import { wholeNumber } from '../whole-number';

export interface WriteOptions {
  /** Of both sides in turn. */
  readonly rounds: number;
  /** In each round, for each side. */
  readonly messages: number;
  readonly seed: number;
  /** Nothing but the summary on stdout. */
  readonly json: boolean;
}

export const writeUsage = `npm run bench -- records-write [--rounds 5] [--messages 5000] [--seed N] [--json]

Measures how fast records works off a backlog of bookings, beside a plain consumer that saves message by message. Exit code 0 all
rows were right, 1 some were not, 2 it could not run; the times never decide. The last line on stdout is a JSON summary.`;

/** @throws Error naming the argument that is wrong */
export function parseWriteOptions(args: readonly string[], randomSeed: () => number): WriteOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '5' },
      messages: { type: 'string', default: '5000' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    rounds: wholeNumber('--rounds', values.rounds, 1, 100),
    messages: wholeNumber('--messages', values.messages, 100, 100_000),
    seed: values.seed === undefined ? randomSeed() : wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    json: values.json,
  };
}
