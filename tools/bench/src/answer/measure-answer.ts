import { setTimeout as pause } from 'node:timers/promises';
import { SandboxRandom } from '@callbook/sandbox';
import { arrivals, beginAt } from '../arrivals';
import type { Options } from '../options';
import { figuresOf, ratioOf } from '../statistics';
import { type Arena, copyDatabase, openArena } from './arena';
import { calendarTimes } from './calendar-time';
import type { AnsweredCall } from './callers';
import { checkFloor } from './floor/check-floor';
import { Floor } from './floor/floor';
import { planOf } from './floor/plan';
import { loadNow, machineWith } from './machine';
import { wrongAnswers } from './right-answers';
import type { Summary } from './summary';
import { tapEvents } from './trace/event-tap';
import { segmentsOf } from './trace/segments';
import { timelineOf } from './trace/timeline';
import { traceCalls } from './trace/trace-calls';

const perSecond = 20;
const warmUpSeconds = 4;
const longestRoundSeconds = 10;
/** Between two rounds, for what is still done after the last answer. */
const restMs = 1_000;
const watchedSeconds = 10;
const mostTold = 20;

type Log = (line: string) => void;

/** @throws Error when it cannot be measured */
export async function measureAnswer({ seed, seconds, timeline }: Options, log: Log): Promise<Summary> {
  const rounds = Math.max(2, Math.round(seconds / 2 / longestRoundSeconds));
  const secondsPerRound = seconds / 2 / rounds;
  const random = new SandboxRandom(seed);
  const arena = await openArena(seed, log);
  try {
    const { stack, calcom } = arena;
    log('watching single calls');
    const [call, other] = await traceCalls(arena);
    if (timeline) for (const line of timelineOf(other)) log(line);
    const floorDatabaseUrl = await copyDatabase(stack.databaseUrl, 'callbook_floor');
    const plan = planOf(call, other, new Date());
    const path = await checkFloor(plan, call.path, floorDatabaseUrl, stack.rabbitmqUrl);
    log(`on the way to an answer: ${JSON.stringify(path)}`);

    const floor = await Floor.open(plan, floorDatabaseUrl, stack.rabbitmqUrl);
    const callbook = await arena.startApps(stack.databaseUrl);
    const sides = new Sides(arena, callbook.gateways[0] ?? '', floor);
    try {
      log('warming up');
      const warm = arrivals(perSecond, warmUpSeconds, random);
      await sides.app(warm);
      await sides.floor(warm);
      const loadBefore = loadNow();
      const measured: { answers: number[]; floors: number[]; calendar: number[]; requests: number }[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        log(`round ${round} of ${rounds}`);
        const times = arrivals(perSecond, secondsPerRound, random);
        const calls = await sides.app(times);
        measured.push({ ...netOf(calls, calendarTimes(calcom.requests.all())), floors: await sides.floor(times) });
      }
      const answers = measured.map((round) => round.answers);
      const floors = measured.map((round) => round.floors);
      if (timeline) for (const line of await watchedRound(arena, sides, random)) log(line);
      const wrong = await wrongAnswers(arena);
      return {
        bench: 'answer',
        ok: wrong.length === 0,
        seed,
        callsPerSecond: perSecond,
        rounds,
        secondsPerRound,
        calls: answers.flat().length,
        floors: floors.flat().length,
        path,
        answerMs: figuresOf(answers),
        floorMs: figuresOf(floors),
        calendarMs: figuresOf(measured.map((round) => round.calendar)),
        ratio: ratioOf(answers, floors),
        calendarRequests: measured.reduce((sum, { requests }) => sum + requests, 0),
        machine: await machineWith(stack, loadBefore),
        wrong: wrong.slice(0, mostTold),
      };
    } finally {
      await floor.close();
    }
  } finally {
    await arena.close();
  }
}

/** What is measured in turn; while one is, the other rests. */
class Sides {
  private turn = 0;

  constructor(
    private readonly arena: Arena,
    private readonly gatewayUrl: string,
    private readonly bare: Floor,
  ) {}

  async app(times: readonly number[]): Promise<AnsweredCall[]> {
    const calls = await beginAt(times, () => this.arena.callers.book(this.gatewayUrl));
    await pause(restMs);
    return calls;
  }

  async floor(times: readonly number[]): Promise<number[]> {
    const taken = await beginAt(times, () => this.bare.once((this.turn += 1)));
    await this.bare.purge();
    await pause(restMs);
    return taken;
  }
}

/** One more round, which does not count: the one who watches takes part in it. */
async function watchedRound({ stack, calcom }: Arena, sides: Sides, random: SandboxRandom): Promise<string[]> {
  const tap = await tapEvents(stack.rabbitmqUrl);
  try {
    const calls = await sides.app(arrivals(perSecond, watchedSeconds, random));
    return segmentsOf(calls, tap.events, calendarTimes(calcom.requests.all()));
  } finally {
    await tap.close();
  }
}

function netOf(calls: readonly AnsweredCall[], times: ReturnType<typeof calendarTimes>) {
  const own = calls.map(({ callId }) => times.get(callId));
  const calendar = own.map((time) => time?.ms ?? 0);
  const answers = calls.map(({ sentAt, answeredAt }, index) => answeredAt - sentAt - (calendar[index] ?? 0));
  return { answers, calendar, requests: own.reduce((sum, time) => sum + (time?.requests ?? 0), 0) };
}
