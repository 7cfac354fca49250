import { setTimeout as pause } from 'node:timers/promises';
import { type Arena, openArena, raisedLimit } from './arena';
import { afterFault, atTheEnd, deadLetters, type DeadLetters } from './calm';
import { badNetwork } from './faults/bad-network';
import { deaths } from './faults/deaths';
import type { Fault } from './faults/fault';
import { type Evidence, gather } from './judge/evidence';
import { judge, type Violation } from './judge/judge';
import type { Options } from './options';
import { Random } from './random';
import { CalendarTraffic } from './traffic/calendar-traffic';
import { Traffic } from './traffic/traffic';
import { waitForCalm } from './wait-for-calm';

export interface Summary {
  readonly ok: boolean;
  readonly seed: number;
  readonly mode: 'kill' | 'cut';
  /** From the first call to the last one's end. */
  readonly seconds: number;
  readonly calls: number;
  readonly webhooks: { readonly accepted: number; readonly refused: number };
  /** How often the agent was told what; `nothing` when no answer came, or none of 200. */
  readonly answers: Readonly<Record<string, number>>;
  /** Live ones of callers. */
  readonly bookings: number;
  /** What people did in the calendar itself, and Cal.com's webhooks about that and about the callers' bookings. */
  readonly calendar: {
    readonly bookings: number;
    readonly cancelled: number;
    readonly webhooks: { readonly accepted: number; readonly refused: number };
  };
  /** Attempts whose POST went astray without a trace: left to a person, nobody was told anything false. */
  readonly unresolved: number;
  readonly faults: readonly FaultReport[];
  readonly deadLetters: readonly DeadLetters[];
  readonly violations: readonly Violation[];
  /** Folder of the apps' logs; null when nothing was violated, and nobody needs them. */
  readonly logs: string | null;
}

interface FaultReport {
  readonly name: string;
  /** Until it was over. */
  readonly lastedMs: number;
  /** From then until everything was worked off; null when that did not come about in time. */
  readonly calmAfterMs: number | null;
}

/** Outages of the whole length belong to a run of this length; shorter runs have shorter ones. */
const wholeRunSeconds = 120;
/** A quorum queue whose broker is killed soon after its declaration may never recover. */
const beforeFirstFaultMs = 4_000;
const calmTimeoutMs = 60_000;
const endTimeoutMs = 120_000;

/**
 * What takes minutes at the real Cal.com, in seconds. A POST that is not answered in time may still arrive when a silent
 * network speaks again; "not there" must not count before that.
 */
const settings = {
  CALCOM_TIMEOUT_MS: '8000',
  CONCLUSIVE_AFTER_MS: '20000',
  LOOK_TWICE_AFTER_MS: '2000',
  CONVERGE_AFTER: '10s,25s',
  HINT_LOOK_AGAIN: '1s,3s,10s,20s',
};

/** One whole run. @throws Error when it cannot begin */
export async function run(options: Options, log: (line: string) => void): Promise<Summary> {
  const { rateLimit, env } = raisedLimit;
  const arena = await openArena({ seed: options.seed, cut: options.cut, rateLimit, env: { ...env, ...settings } }, log);
  try {
    const began = performance.now();
    const since = () => ((performance.now() - began) / 1_000).toFixed(1).padStart(6);
    const tell = (line: string) => log(`${since()} s  ${line}`);
    const traffic = new Traffic(arena.retell, options, new Random(options.seed));
    const people = new CalendarTraffic(arena.calcom.people, options.web, new Random(options.seed + 2));
    const random = new Random(options.seed + 1);
    const scale = Math.min(1, options.seconds / wholeRunSeconds);
    const faults = arena.network ? badNetwork(arena.network.links, random, scale) : deaths(arena, random, scale);
    const reports: FaultReport[] = [];
    tell(`calls come in: ${options.rate} bookings and ${options.webhooks} webhooks a second`);
    tell(`${options.web} bookings a second are made on the web, and some cancelled`);
    const faultsOver = inTurn(faults, arena, reports, tell);
    const over = new AbortController();
    const enough = Promise.all([faultsOver, pause(options.seconds * 1_000)]).finally(() => over.abort());
    await Promise.all([enough, traffic.flow(over.signal), people.flow(over.signal)]);
    const seconds = Math.round((performance.now() - began) / 1_000);
    tell('no more calls; waiting until nothing is left to do');
    const restless = await waitForCalm(() => atTheEnd(arena), endTimeoutMs).then(
      ({ afterMs }) => (tell(`all is done after ${afterMs} ms`), []),
      (error: Error) => [{ rule: 'everything comes to an end', found: error.message }],
    );
    const evidence = await gather(traffic.calls, arena.calcom, arena.webhooks.notices, arena.stack.databaseUrl);
    const dead = await deadLetters(arena);
    const violations = [
      ...judge(evidence),
      ...restless,
      ...reports
        .filter(({ calmAfterMs }) => calmAfterMs === null)
        .map(({ name }) => ({ rule: 'it recovers', found: name })),
      ...arena.fallen.map((found) => ({ rule: 'no app ends by itself', found })),
      ...dead.map(({ queue, count }) => ({ rule: 'no dead letters', found: `${count} in ${queue}` })),
    ];
    if (violations.length > 0) arena.keepLogs();
    return summaryOf(options, arena, { seconds, evidence, reports, dead, violations });
  } finally {
    await arena.close();
  }
}

/** Each fault begins when the one before is over and worked off. */
async function inTurn(
  faults: readonly Fault[],
  arena: Arena,
  reports: FaultReport[],
  tell: (line: string) => void,
): Promise<void> {
  await pause(beforeFirstFaultMs);
  for (const fault of faults) {
    const began = performance.now();
    tell(fault.name);
    await fault.happen();
    const lastedMs = Math.round(performance.now() - began);
    const calm = await waitForCalm(() => afterFault(arena), calmTimeoutMs).catch((error: Error) => {
      tell(`  ${error.message}`);
      return { afterMs: null, last: error.message };
    });
    const { afterMs: calmAfterMs, last } = calm;
    tell(
      `  over after ${lastedMs} ms, calm ${calmAfterMs === null ? 'never' : `${calmAfterMs} ms later`}${last ? `; last: ${last}` : ''}`,
    );
    reports.push({ name: fault.name, lastedMs, calmAfterMs });
  }
}

interface Results {
  readonly seconds: number;
  readonly evidence: Evidence;
  readonly reports: readonly FaultReport[];
  readonly dead: readonly DeadLetters[];
  readonly violations: readonly Violation[];
}

function summaryOf(
  { seed, cut }: Options,
  arena: Arena,
  { seconds, evidence, reports, dead, violations }: Results,
): Summary {
  const { calls, bookings, notices } = evidence;
  const phoned = bookings.filter(({ callId }) => callId !== undefined);
  const onTheWeb = bookings.filter(({ callId }) => callId === undefined);
  const count = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
  const answers: Record<string, number> = {};
  for (const { told, wants } of calls) {
    for (const status of told.length > 0 || !wants ? told : ['nothing']) answers[status] = (answers[status] ?? 0) + 1;
  }
  return {
    ok: violations.length === 0,
    seed,
    mode: cut ? 'cut' : 'kill',
    seconds,
    calls: calls.length,
    webhooks: {
      accepted: count(calls.map((call) => call.accepted.length)),
      refused: count(calls.map((call) => call.refused.length)),
    },
    answers,
    bookings: phoned.filter(({ live }) => live).length,
    calendar: {
      bookings: onTheWeb.length,
      cancelled: onTheWeb.filter(({ live }) => !live).length,
      webhooks: {
        accepted: notices.filter(({ accepted }) => accepted).length,
        refused: notices.filter(({ accepted }) => !accepted).length,
      },
    },
    unresolved: evidence.attemptRows.filter(({ state }) => state === 'unresolved').length,
    faults: reports,
    deadLetters: dead,
    violations,
    logs: violations.length === 0 ? null : arena.logFolder,
  };
}
