import { historyOf, type History } from '../history/events';
import { morning } from '../history/names';
import type { Plan } from '../history/plan';
import { salonsNamed } from '../history/salon';
import { fold } from '../fold/fold';
import { type Difference, differences } from '../rows/compare';
import { halfLinks, readRows } from '../rows/read-rows';
import type { Arena } from '../writers/arena';
import { tell } from '../writers/tell';
import { type MakeWriter, realWriter, type Writer } from '../writers/writer';

/** What a history did that it must not. */
export interface Violations {
  readonly differences: readonly Difference[];
  /** Messages that did not end, and halves of links. */
  readonly others: readonly string[];
}

export interface Played {
  readonly history: History;
  readonly violations: Violations | null;
}

/** What the two writers' clocks say while histories are told, and when everything has come to rest. */
const whileTold = morning + 150 * 60_000;
const atRest = morning + 360 * 60_000;

let companies = 0;

/**
 * Tells all of these histories at once, each in a company of its own, to the same two writers, while the clock is looked at;
 * lets what is due become due; and compares the rows with the fold.
 */
export async function play(
  arena: Arena,
  plans: readonly Plan[],
  makeWriter: MakeWriter = realWriter,
): Promise<Played[]> {
  const names = plans.map(() => `salon-${(companies += 1)}`);
  const catalogue = salonsNamed(names);
  const clock = { at: whileTold, now: () => new Date(clock.at) };
  const writers = arena.sources.map((source) => makeWriter(source, { catalogue, clock })) as [Writer, Writer];
  const histories = plans.map((plan, place) => historyOf(plan, { company: names[place] as string, place, catalogue }));

  const problems = new Map(names.map((name): [string, string[]] => [name, []]));
  const tellAll = (isReplay: boolean) =>
    Promise.all(
      histories.map(async (history) => {
        for (const { message, why } of await tell(history, writers, isReplay))
          problems.get(history.company)?.push(`${message.event.type} did not end: ${why}`);
      }),
    );
  await Promise.all([tellAll(false), writers[0].lookAtTheClock(), writers[1].lookAtTheClock()]);
  await writers[1].lookAtTheClock();
  await arena.query('TRUNCATE records.inbox');
  await Promise.all([tellAll(true), writers[1].lookAtTheClock()]);
  clock.at = atRest;
  await Promise.all(writers.map((writer) => writer.lookAtTheClock()));
  await writers[0].lookAtTheClock();

  for (const { company, what } of await halfLinks(arena, names)) problems.get(company)?.push(what);
  const stored = await readRows(arena, names);
  return histories.map((history) => {
    const { company, messages } = history;
    const world = { company, catalogue, now: new Date(atRest).toISOString() };
    const expected = fold(
      messages.map(({ event }) => event),
      world,
    );
    const found = differences(expected, stored.get(company) as NonNullable<ReturnType<typeof stored.get>>);
    const others = problems.get(company) as string[];
    return { history, violations: found.length + others.length > 0 ? { differences: found, others } : null };
  });
}
