import { type Arena, openArena, raisedLimit } from '../arena';
import { atTheEnd, deadLetters, type DeadLetters } from '../calm';
import type { Violation } from '../judge/judge';
import type { Limit, Options } from '../options';
import { Random } from '../random';
import { waitForCalm } from '../wait-for-calm';
import { armTrouble, type Orders, ordersIn, tooManyIn } from './calendar-trouble';
import { Callers } from './callers';
import { intentions as intentionsOf } from './intentions';
import { type BookingHeld, judgeIntentions } from './judge-intentions';
import { killBooking } from './killing';
import { Rows } from './rows';

export interface IntentionSummary {
  readonly ok: boolean;
  readonly seed: number;
  readonly mode: 'intentions';
  readonly limit: Limit;
  /** From the first call to the last one's end, and from then until all was done. */
  readonly seconds: number;
  readonly restSeconds: number;
  readonly intentions: number;
  /** Live ones. */
  readonly bookings: number;
  /** Living appointments whose call names them too. */
  readonly linkedRows: number;
  /** How often the agent was told what. */
  readonly answers: Readonly<Record<string, number>>;
  /** Calls that ended with "not confirmed yet". */
  readonly leftWithoutAnswer: number;
  readonly owedAnswers: number;
  /** Booking processes killed. */
  readonly kills: number;
  readonly orders: Orders;
  /** Bookings that came to be beside another one and were cancelled again. */
  readonly surplus: number;
  /** To the simulated Cal.com, of any kind. */
  readonly requests: number;
  readonly tooManyRequests: number;
  /** Attempts, by how they ended. */
  readonly attempts: Readonly<Record<string, number>>;
  readonly deadLetters: readonly DeadLetters[];
  readonly violations: readonly Violation[];
  readonly logs: string | null;
}

/**
 * What takes minutes at the real Cal.com, in seconds. "Not there" counts once nothing that was sent can still be written;
 * here everything is written at once, so some seconds are enough.
 */
const settings = {
  ANSWER_DEADLINE_MS: '4000', // so that a fair part of the callers is left with "not confirmed yet"
  CALCOM_TIMEOUT_MS: '2000',
  LOOK_AFTER: '500ms,2s,5s',
  CONCLUSIVE_AFTER_MS: '10000',
  LOOK_TWICE_AFTER_MS: '1000',
  CONVERGE_AFTER: '4s,12s',
  MOST_POSTS: '6', // each may fail before it is written: none of 300 shall be left to a person by bad luck
  HINT_COALESCE_MS: '500',
  HINT_LOOK_AGAIN: '1s,3s,10s,20s',
};
const endTimeoutMs: Readonly<Record<Limit, number>> = { raised: 120_000, default: 600_000 };

/** One whole run. @throws Error when it cannot begin */
export async function runIntentions(
  options: Options & { readonly intentions: number },
  log: (line: string) => void,
): Promise<IntentionSummary> {
  const { seed, limit, rate, intentions: count } = options;
  const raised = limit === 'raised' ? raisedLimit : undefined;
  const arena = await openArena({ seed, ...raised, env: { ...raised?.env, ...settings } }, log);
  const rows = new Rows(arena.stack.databaseUrl);
  try {
    const began = performance.now();
    const secondsSince = (from: number) => Math.round((performance.now() - from) / 1_000);
    const tell = (line: string) => log(`${String(secondsSince(began)).padStart(4)} s  ${line}`);
    armTrouble(arena.calcom);
    const callers = new Callers(arena.retell, rows.isLinked);
    tell(`${count} callers want one booking each; ${rate} ring a second`);
    const over = new AbortController();
    const telling = setInterval(() => tell(`${callers.calls.length} calls began`), 20_000);
    const flow = callers.flow(intentionsOf(count, new Random(seed), new Date()), rate).finally(() => {
      over.abort();
      clearInterval(telling);
    });
    const [kills] = await Promise.all([killBooking(arena, new Random(seed + 1), over.signal), flow]);
    const seconds = secondsSince(began);
    tell(`no more calls; ${kills} booking processes were killed; waiting until nothing is left to do`);
    const resting = performance.now();
    const restless = await waitForCalm(() => atTheEnd(arena), endTimeoutMs[limit]).then(
      ({ last }) => (tell(`all is done${last ? `; last: ${last}` : ''}`), []),
      (error: Error) => [{ rule: 'everything comes to an end', found: error.message }],
    );
    const restSeconds = secondsSince(resting);
    return await judged(options, { arena, rows, callers, kills, seconds, restSeconds, restless });
  } finally {
    await rows.close();
    await arena.close();
  }
}

interface Past {
  readonly arena: Arena;
  readonly rows: Rows;
  readonly callers: Callers;
  readonly kills: number;
  readonly seconds: number;
  readonly restSeconds: number;
  readonly restless: readonly Violation[];
}

async function judged(
  { seed, limit, intentions }: Options & { readonly intentions: number },
  past: Past,
): Promise<IntentionSummary> {
  const { arena, rows, callers, kills, seconds, restSeconds, restless } = past;
  const { calls } = callers;
  const bookings = heldIn(arena);
  const appointments = await rows.living();
  const owed = await rows.owed();
  const dead = await deadLetters(arena);
  const tooManyRequests = tooManyIn(arena.calcom);
  const violations: Violation[] = [
    ...judgeIntentions({ calls, bookings, appointments, owed }),
    ...(calls.length === intentions ? [] : [{ rule: 'everybody rings', found: `${calls.length} calls` }]),
    ...(tooManyRequests > 0
      ? [{ rule: 'Cal.com is never asked too often', found: `${tooManyRequests} times 429` }]
      : []),
    ...restless,
    ...arena.fallen.map((found) => ({ rule: 'no app ends by itself', found })),
    ...dead.map(({ queue, count }) => ({ rule: 'no dead letters', found: `${count} in ${queue}` })),
  ];
  if (violations.length > 0) arena.keepLogs();
  const answers: Record<string, number> = {};
  for (const status of calls.flatMap(({ heard }) => heard.flat())) answers[status] = (answers[status] ?? 0) + 1;
  return {
    ok: violations.length === 0,
    seed,
    mode: 'intentions',
    limit,
    seconds,
    restSeconds,
    intentions,
    bookings: bookings.length,
    linkedRows: appointments.filter(({ linkedBack }) => linkedBack).length,
    answers,
    leftWithoutAnswer: calls.filter(({ heard }) => heard.at(-1)?.every((status) => status === 'pending')).length,
    owedAnswers: owed.length,
    kills,
    orders: ordersIn(arena.calcom),
    surplus: arena.calcom.world.bookings.length - bookings.length,
    requests: arena.calcom.requests.all().length,
    tooManyRequests,
    attempts: await rows.states(),
    deadLetters: dead,
    violations,
    logs: violations.length === 0 ? null : arena.logFolder,
  };
}

function heldIn({ calcom: { world } }: Arena): BookingHeld[] {
  return world.bookings
    .filter(({ status }) => status === 'ACCEPTED' || status === 'PENDING')
    .map(({ uid, attendee, start, eventTypeId }) => ({
      uid,
      attendee: attendee.name,
      start: new Date(start).toISOString(),
      title: world.eventType(eventTypeId)?.title ?? String(eventTypeId),
    }));
}
