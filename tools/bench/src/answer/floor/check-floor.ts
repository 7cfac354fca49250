import { setTimeout as pause } from 'node:timers/promises';
import { type Counts, countsOf, countsOfSeen, lineOf, type Path, statementsOf } from '../trace/path';
import { type EventTap, tapEvents } from '../trace/event-tap';
import { StatementTap } from '../trace/statement-tap';
import { differenceOf } from '../trace/trace-calls';
import { Floor, floorPrefix } from './floor';
import type { Plan } from './plan';

/**
 * Does the plan once, watched as the call was.
 * @returns what was seen of it, counted
 * @throws Error when the floor does anything else than the path, or anything else comes of it
 */
export async function checkFloor(plan: Plan, path: Path, databaseUrl: string, rabbitmqUrl: string): Promise<Counts> {
  const tap = await StatementTap.open(databaseUrl);
  const floor = await Floor.open(plan, tap.urlOf(databaseUrl), rabbitmqUrl);
  const events = await tapEvents(rabbitmqUrl, floorPrefix);
  try {
    await floor.once(0);
    await eventsSeen(events, countsOf(path).confirms);
    const wanted = statementsOf(path);
    const done = tap.statements.slice(0, wanted.length);
    const difference = differenceOf(wanted.map(lineOf), done.map(lineOf));
    if (difference.length > 0) throw new Error(`the floor does not do what a call does:\n${difference.join('\n')}`);
    const seen = countsOfSeen(done, events.events.length);
    const used = countsOf(path);
    if (JSON.stringify(seen) !== JSON.stringify(used))
      throw new Error(`the floor is counted as ${JSON.stringify(used)}, and was seen as ${JSON.stringify(seen)}`);
    return seen;
  } finally {
    await events.close();
    await floor.purge();
    await floor.close();
    await tap.close();
  }
}

/** A confirm may overtake what is given out. Those that do not come are for the comparison to tell. */
async function eventsSeen({ events }: EventTap, count: number): Promise<void> {
  for (let waitedMs = 0; events.length < count && waitedMs < 2_000; waitedMs += 20) await pause(20);
}
