import 'reflect-metadata';
import { randomInt } from 'node:crypto';
import { provideStack } from '@callbook/stack';
import { linesOf } from './history/lines';
import { planOf } from './history/plan';
import { type Options, parseOptions, usage } from './options';
import type { Difference } from './rows/compare';
import { campaign, type Found, type Tally } from './run/campaign';
import { shrink } from './run/shrink';
import { type Arena, openArena } from './writers/arena';
import { realWriter } from './writers/writer';

const say = (line: string): void => void process.stderr.write(`property: ${line}\n`);

/** Told in full; the rest are counted. */
const mostTold = 3;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  let options: Options;
  try {
    options = parseOptions(args, () => randomInt(2 ** 31));
  } catch (error) {
    say(`${(error as Error).message}\n\n${usage}`);
    return 2;
  }
  say(`seed ${options.seed}, ${options.runs} histories`);
  // No broker is needed: where a database is given, nothing has to be started.
  const given = process.env.DATABASE_URL;
  if (given) return judgeOn(given, options);
  const stack = await provideStack();
  return judgeOn(stack.databaseUrl, options).finally(() => stack.stop());
}

async function judgeOn(server: string, options: Options): Promise<number> {
  const arena = await openArena(server);
  return judge(arena, options).finally(() => arena.close());
}

async function judge(arena: Arena, options: Options): Promise<number> {
  const { seed, json } = options;
  const began = process.hrtime.bigint();
  let next = 0;
  const tally = await campaign(arena, options, (played) => {
    if (played < next && played < options.runs) return;
    say(`${played} of ${options.runs}`);
    next = played + options.runs / 10;
  });
  const seconds = Math.round(Number(process.hrtime.bigint() - began) / 1e8) / 10;
  for (const found of tally.found.slice(0, mostTold)) {
    const lines = await toldSmall(arena, found);
    if (!json) process.stdout.write(`${lines.join('\n')}\n`);
  }
  const ok = tally.found.length === 0;
  say(ok ? 'all rows were right' : `${tally.found.length} of ${tally.runs} histories went wrong`);
  process.stdout.write(`${JSON.stringify(summaryOf(tally, { ok, seed, seconds }))}\n`);
  return ok ? 0 : 1;
}

function summaryOf({ runs, messages, kinds, found }: Tally, told: { ok: boolean; seed: number; seconds: number }) {
  return {
    ...told,
    runs,
    messages,
    kinds,
    violations: found.length,
    seeds: found.slice(0, 20).map(({ seed }) => seed),
  };
}

async function toldSmall(arena: Arena, { seed, played: seen }: Found): Promise<string[]> {
  say(`seed ${seed} went wrong; looking for a smaller history`);
  const { played, alone } = await shrink(arena, { plan: planOf(seed), seen, makeWriter: realWriter });
  const { differences = [], others = [] } = played.violations ?? {};
  return [
    alone
      ? `seed ${seed}, made as small as was found (again: --runs 1 --seed ${seed})`
      : `seed ${seed}, seen only among others, not alone`,
    ...linesOf(played.history),
    ...differences.map(differenceLine),
    ...others.map((what) => `  WRONG  ${what}`),
  ];
}

function differenceLine({ table, row, column, expected, found }: Difference): string {
  const where = `${table} ${row}${column === null ? '' : `, ${column}`}`;
  if (column === null) return `  WRONG  ${where}: the row is ${found === undefined ? 'missing' : 'too much'}`;
  return `  WRONG  ${where}: must be ${JSON.stringify(expected)}, is ${JSON.stringify(found)}`;
}

void main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    say(error.stack ?? error.message);
    process.exit(2);
  },
);
