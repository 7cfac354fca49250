import 'reflect-metadata';
import { availableParallelism } from 'node:os';
import { type Options, parseOptions, usage } from './options';
import { type Guard, guardNames, guards } from './breaks/guards';
import { campaign } from './run/campaign';
import { seedsUntilMissed } from './run/play';
import { summaryOf, tallyOf } from './run/tally';
import type { Line } from './clockwork/story';
import { simulate } from './simulation';

const say = (line: string): void => void process.stderr.write(`simulate: ${line}\n`);

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  let options: Options;
  try {
    options = parseOptions(args, availableParallelism());
  } catch (error) {
    say(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  if (options.breaks) return missEach(options);
  const began = process.hrtime.bigint();
  const tally = options.seeds === 1 ? await tellOne(options) : await playMany(options);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  for (const { seed, violations } of tally.found.slice(0, 20)) {
    for (const violation of violations) say(`VIOLATED in seed ${seed}: ${JSON.stringify(violation)}`);
  }
  const summary = summaryOf(tally, seconds);
  say(summary.ok ? 'all promises were kept' : `${summary.violations} seeds broke a promise`);
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return summary.ok ? 0 : 1;
}

async function tellOne({ seed, json, broken }: Options) {
  const told = await simulate(seed, { keep: true, ...(broken && { broken: guards[broken] }) });
  if (!json) for (const line of told.lines) process.stdout.write(`${lineOf(line)}\n`);
  return tallyOf([told]);
}

/** Each guard must be missed. */
async function missEach({ seed, seeds, json }: Options): Promise<number> {
  const needed: Partial<Record<Guard, number | null>> = {};
  for (const guard of guardNames) {
    needed[guard] = await seedsUntilMissed(guard, seed, seeds);
    if (!json) process.stdout.write(`${guard.padEnd(28)} ${needed[guard] ?? `not missed in ${seeds}`}\n`);
  }
  const ok = Object.values(needed).every((count) => count !== null);
  process.stdout.write(`${JSON.stringify({ ok, seed, seeds, needed })}\n`);
  return ok ? 0 : 1;
}

/** `10:00:01.250  booking-1    posts …`, in virtual time. */
function lineOf({ atMs, who, what }: Line): string {
  return `${new Date(atMs).toISOString().slice(11, 23)}  ${who.padEnd(12)} ${what}`;
}

async function playMany({ seed, seeds, workers, broken }: Options) {
  say(`seeds ${seed} to ${seed + seeds - 1}`);
  let next = 0;
  return campaign({ first: seed, count: seeds, threads: workers, ...(broken && { broken }) }, (played) => {
    if (played < next && played < seeds) return;
    say(`${played} of ${seeds}`);
    next = played + seeds / 10;
  });
}

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    say(error.stack ?? error.message);
    process.exit(2);
  },
);
