import { parseArgs } from 'node:util';
import { type Guard, guardNames } from './breaks/guards';

export interface Options {
  /** How many stories are played. */
  readonly seeds: number;
  /** The first of them; one seed is one story, the same on every machine. */
  readonly seed: number;
  /** Nothing but the summary on stdout. */
  readonly json: boolean;
  /** Taken away, to see that the judge notices. */
  readonly broken?: Guard;
  /** Takes away one guard after the other and says how many seeds it takes to notice. */
  readonly breaks: boolean;
  /** Processors to use. */
  readonly workers: number;
}

export const usage = `npm run simulate -- [--seeds 10000] [--seed 1] [--workers N] [--json]
npm run simulate -- --seeds 1 --seed S
npm run simulate -- --break GUARD [--seeds 10000]
npm run simulate -- --breaks [--seeds 10000]

Plays as many stories: callers of a salon who change their mind, repeat themselves and ring back, while Cal.com, broker, clock and
processes fail in every way there is, on a virtual clock that decides by the seed what happens next. What was booked and what was
said is judged against what the callers wanted. A single seed is told in full; it goes the same way every time.

--break takes one guard away; then a promise must be broken. --breaks does so for each and prints how many seeds it took, exit code
1 when one was not missed. Guards: ${guardNames.join(', ')}.

stderr tells what happens. The last line on stdout is a JSON summary. Exit code 0 all promises kept, 1 not, 2 it could not run.`;

/** @throws Error naming the argument that is wrong */
export function parseOptions(args: readonly string[], processors: number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
      workers: { type: 'string', default: String(processors) },
      break: { type: 'string' },
      breaks: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const broken = guardNames.find((name) => name === values.break);
  if (values.break !== undefined && !broken) throw new Error(`--break must be one of ${guardNames.join(', ')}`);
  return {
    ...(broken && { broken }),
    breaks: values.breaks,
    seeds: whole('--seeds', values.seeds, 1),
    seed: whole('--seed', values.seed, 0),
    workers: whole('--workers', values.workers, 1),
    json: values.json,
  };
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least || text.trim() === '')
    throw new Error(`${name} must be a whole number from ${least}, not '${text}'`);
  return value;
}
