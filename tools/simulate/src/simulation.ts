import { bookingProcess } from './booking/booking-process';
import { BookingService } from './booking/booking-service';
import type { Broken } from './breaks/broken';
import { Broker } from './broker/broker';
import { CalendarServer, salonOpens } from './calendar/calendar-server';
import { Chance } from './clockwork/chance';
import { Clockwork } from './clockwork/clockwork';
import { SimulatedProcess } from './clockwork/process';
import { type Line, Story } from './clockwork/story';
import { Strikes } from './clockwork/strikes';
import { GatewayReplica } from './gateway/gateway-process';
import { Judge, type Violation } from './judge/judge';
import { InMemoryRecords } from './records/in-memory-records';
import { recordsProcess } from './records/records-process';
import { AskedFor } from './scenario/asked';
import { Callers } from './scenario/stories';
import type { Intention } from './scenario/wish';
import { type Hits, Weather } from './weather/weather';

export interface Told {
  readonly seed: number;
  readonly violations: readonly Violation[];
  /** Equal for two runs that took the same steps in the same order. */
  readonly digest: number;
  readonly hits: Hits;
  readonly deaths: number;
  readonly freezes: number;
  readonly posts: number;
  readonly bookings: number;
  readonly steps: number;
  /** Empty unless it was to be kept. */
  readonly lines: readonly Line[];
}

export interface Options {
  /** Whether the story is to be read afterwards. Default: no. */
  readonly keep?: boolean;
  /** Default: nothing is missing. */
  readonly broken?: Broken;
}

/** How long things go wrong. */
const weatherMs = 2_700_000;

/** Everything that happens in one seed, from the first ring to the last look, and what the judge says of it. */
export async function simulate(seed: number, { keep = false, broken = {} }: Options = {}): Promise<Told> {
  const chance = new Chance(seed);
  const story = new Story(keep);
  const clockwork = new Clockwork(chance, story, salonOpens);
  const clears = salonOpens.getTime() + weatherMs;
  const weather = new Weather(chance, () => clockwork.nowMs > clears);
  const strikes = new Strikes(chance, weather.strikes);
  const process = (name: string) => new SimulatedProcess(name, clockwork, strikes);
  const broker = new Broker(clockwork, weather);
  const replicas: GatewayReplica[] = [];
  const server = new CalendarServer(clockwork, weather, seed, (webhook) => {
    void chance.oneOf(replicas).hint(webhook);
  });
  const records = new InMemoryRecords((events) => {
    for (const event of events) clockwork.after(weather.hop(), () => broker.publish(event));
  });
  const asked = new AskedFor();
  const intentions: Intention[] = [];
  const judge = new Judge(clockwork, server, records, asked, intentions);
  broker.onPublished = (event) => judge.hear(event);
  server.watch = judge.orders;

  const recordKeeper = process('records');
  const unforeseen: unknown[] = [];
  const report = (error: unknown): void => void unforeseen.push(error);
  recordsProcess(recordKeeper, { broker, records, weather, report, broken });
  const service = new BookingService(clockwork, weather, broker, broken.Store);
  for (const name of ['booking-1', 'booking-2']) {
    const around = { service, server, broker, weather, broken };
    bookingProcess(process(name), { ...around, report });
  }
  const known = new Set<string>();
  for (const name of ['gateway-1', 'gateway-2']) {
    const around = {
      broker,
      records,
      recordsProcess: recordKeeper,
      weather,
      broken,
      known,
      said: judge.said.bind(judge),
    };
    replicas.push(new GatewayReplica(process(name), around));
  }

  let isOver = false;
  const { told } = new Callers({ clockwork, replicas, asked, intentions }).begin();
  void told.then(() => (isOver = true));
  await clockwork.run().catch((error: unknown) => {
    throw Object.assign(error as Error, { lines: story.lines });
  });
  if (!isOver) throw new Error(`seed ${seed}: somebody still waits for an answer that never comes`);
  judge.atRest(broker);
  for (const error of unforeseen) judge.unforeseen(error);
  return {
    seed,
    violations: judge.violations,
    digest: story.digest,
    hits: weather.hits,
    deaths: strikes.deaths,
    freezes: strikes.freezes_,
    posts: server.calcom.api.requests.of('create-booking').length,
    bookings: server.calcom.world.bookings.length,
    steps: clockwork.stepsTaken,
    lines: story.lines,
  };
}
