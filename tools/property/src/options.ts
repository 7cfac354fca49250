import { parseArgs } from 'node:util';

export interface Options {
  /** How many histories are told. */
  readonly runs: number;
  /** Of the first; one seed is one history, the same on every machine. */
  readonly seed: number;
  /** Histories told side by side, to the same two writers. */
  readonly atOnce: number;
  /** Nothing but the summary on stdout. */
  readonly json: boolean;
}

export const usage = `npm run property -- [--runs 3000] [--seed S] [--at-once 300] [--json]
npm run property -- --runs 1 --seed S

Tells as many histories of up to twelve facts, answers and people's acts about a call and its bookings to two writers of records at
once, over a PostgreSQL of its own: in any order, several times, again after the inbox has forgotten them, while the clock is looked
at. Then every row must be what a fold of the same facts says that shares no code with the writer, and no half of a link may stand.
A history that goes wrong is shrunk and told; its seed makes it again. Without --seed a random one is taken.

stderr tells what happens. The last line on stdout is a JSON summary. Exit code 0 all rows were right, 1 not, 2 it could not run.`;

/**
 * @param randomSeed where none is given
 * @throws Error naming the argument that is wrong
 */
export function parseOptions(args: readonly string[], randomSeed: () => number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: 'string', default: '3000' },
      seed: { type: 'string' },
      'at-once': { type: 'string', default: '300' },
      json: { type: 'boolean', default: false },
    },
  });
  return {
    runs: whole('--runs', values.runs, 1),
    seed: values.seed === undefined ? randomSeed() : whole('--seed', values.seed, 0),
    atOnce: whole('--at-once', values['at-once'], 1),
    json: values.json,
  };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || text.trim() === '')
    throw new Error(`${name} must be a whole number from ${least}, not '${text}'`);
  return value;
}
