import { parseArgs } from 'node:util';
import { wholeNumber } from './whole-number';

export interface Options {
  /** Gives callers, their order and when they ring; not what the machine does. */
  readonly seed: number;
  /** How long is measured, both sides together, without preparation. */
  readonly seconds: number;
  /** Nothing but the summary on stdout. */
  readonly json: boolean;
  /** Shows one traced call, statement by statement, and where the calls of one more round spend their time. */
  readonly timeline: boolean;
}

export const usage = `npm run bench -- answer [--seconds 80] [--seed N] [--json] [--timeline]

Measures how long a caller waits for "booked", beside a floor: the same confirms, commits and statements done bare.
stderr tells what happens, and with --timeline where the time goes: in one traced call and in one more round. The last line on stdout is a JSON
summary. Exit code 0 every answer was right, 1 one was not, 2 it could not run; the times never decide.`;

const longest = 600;
const shortest = 8;

/** @throws Error naming the argument that is wrong */
export function parseOptions(args: readonly string[], randomSeed: () => number): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string', default: '80' },
      json: { type: 'boolean', default: false },
      timeline: { type: 'boolean', default: false },
    },
  });
  if (positionals.join(' ') !== 'answer') throw new Error(`what to measure must be 'answer'`);
  const { json, timeline } = values;
  const seed = values.seed === undefined ? randomSeed() : wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1);
  return { seed, seconds: wholeNumber('--seconds', values.seconds, shortest, longest), json, timeline };
}
