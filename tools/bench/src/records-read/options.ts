import { parseArgs } from 'node:util';
import { wholeNumber } from '../whole-number';

export interface ReadOptions {
  /** Three calls are generated for each. */
  readonly appointments: number;
  /** Pages of each kind that are asked for and measured. */
  readonly requests: number;
  /** Pages asked for at a time. */
  readonly atOnce: number;
  readonly seed: number;
  /** Nothing but the summary on stdout. */
  readonly json: boolean;
}

export const readUsage = `npm run bench -- records-read [--appointments 1000000] [--requests 200] [--at-once 2] [--seed N] [--json]

Fills a database of its own with so many appointments and three times as many calls, and asks records for pages: first and
deep ones, each filter, each search; each page twice, and the second time counts. Exit code 0 the 95th percentile at
the server is under 50 ms for every kind of page and none reads a table from end to end, 1 one is not or does, 2 it could not
run. The last line on stdout is a JSON summary.`;

/** @throws Error naming the argument that is wrong */
export function parseReadOptions(args: readonly string[], randomSeed: () => number): ReadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      appointments: { type: 'string', default: '1000000' },
      requests: { type: 'string', default: '200' },
      'at-once': { type: 'string', default: '2' },
      seed: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    appointments: wholeNumber('--appointments', values.appointments, 1_000, 10_000_000),
    requests: wholeNumber('--requests', values.requests, 20, 10_000),
    atOnce: wholeNumber('--at-once', values['at-once'], 1, 16),
    seed: values.seed === undefined ? randomSeed() : wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    json: values.json,
  };
}
