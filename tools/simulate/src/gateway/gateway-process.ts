import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  type AppointmentsOfCaller,
  BookingAskedBack,
  BookingCreated,
  BookingFailed,
  BookingUnresolved,
  derivedId,
  type Event,
  type FoundAppointment,
  type KnownCustomer,
  type RequestOutcomeReply,
} from '@callbook/contracts';
import { readFunctionCall } from '@callbook/retell';
import type { WebhookNotice } from '@callbook/sandbox/world';
import {
  type Answer,
  agentFunctionsOf,
  type AgentFunctions,
  AnswerWitness,
  BookingOutcomeConsumer,
  calendarNotified,
  Callers,
  Events,
  FreeTimes,
  FreshIds,
  type GivenAnswer,
  identified,
  type Outcome,
  outcomeOf,
  OutcomeWaiters,
  readCalcomWebhook,
  RequestOutcomes,
  Timers,
  type Waiting,
} from '@callbook/webhook-gateway/use-cases';
import type { Broken } from '../breaks/broken';
import type { Broker } from '../broker/broker';
import { catalogues, company } from '../calendar/salon';
import type { SimulatedProcess } from '../clockwork/process';
import type { InMemoryRecords } from '../records/in-memory-records';
import { appointmentsOfCaller, requestOutcome } from '../records/questions';
import type { Weather } from '../weather/weather';

/** As the service has them by default. */
export const deadlines = { answerDeadlineMs: 8_000, outcomePollMs: 2_000 };
const confirmTimeoutMs = 3_000;

export interface GatewaySurroundings {
  readonly broker: Broker;
  readonly records: InMemoryRecords;
  readonly recordsProcess: SimulatedProcess;
  readonly weather: Weather;
  /** Hears what the agent is told, at the moment it is told. */
  readonly said: (given: GivenAnswer, circumstances: Circumstances) => void;
  readonly broken: Broken;
  /** Function calls that came in, at any replica. */
  readonly known: Set<string>;
}

/** What else is known of an answer at the moment it is given. */
export interface Circumstances {
  /** It came in for the first time, at any replica. */
  readonly isFirst: boolean;
  /** Since the function call arrived here. */
  readonly tookMs: number;
  /** The process stood still meanwhile. */
  readonly wasFrozen: boolean;
  /** What this replica heard meanwhile. */
  readonly heard: readonly Event<object>[];
}

const outcomes = [
  AppointmentRecorded,
  AppointmentChanged,
  AppointmentCancelled,
  BookingFailed,
  BookingUnresolved,
  BookingAskedBack,
];

/** A replica of the gateway: reading arguments, waiting and answering are the real thing; HTTP and signatures are left out. */
export class GatewayReplica {
  private functions: AgentFunctions;
  private witness: AnswerWitness;
  private events: Events;
  private ids: FreshIds;
  private readonly open = new Set<(reply: undefined) => void>();
  /** What was heard, for each function call that waits now. */
  private readonly listening = new Set<Event<object>[]>();

  constructor(
    readonly process: SimulatedProcess,
    private readonly around: GatewaySurroundings,
  ) {
    process.start({ begin: () => this.begin(), end: () => this.end() });
  }

  /** A function call over HTTP; undefined when no answer arrives. */
  async call(body: object): Promise<Answer | undefined> {
    const { process } = this;
    const { weather } = this.around;
    await process.clockwork.pass(weather.hop());
    if (!process.isAlive) return undefined;
    const answer = await new Promise<Answer | undefined>((resolve, reject) => {
      this.open.add(resolve);
      this.answer(body)
        .then(resolve, reject)
        .finally(() => this.open.delete(resolve));
    });
    await process.clockwork.pass(weather.hop());
    return answer;
  }

  /** A webhook of the calendar. False when nobody took it: it is not sent again. */
  async hint(webhook: WebhookNotice): Promise<void> {
    if (!this.process.isAlive) return;
    const { notice } = readCalcomWebhook(webhook);
    if (!notice) return;
    await this.events.publish(
      calendarNotified(notice, { company, id: this.ids.next(), now: this.process.clockwork.now() }),
    );
  }

  private begin(): void {
    const { process, around } = this;
    const clock = process.clockwork;
    this.ids = new CountedIds(`${process.name} ${clock.nowMs}`);
    this.events = new SimulatedEvents(process, around);
    this.witness = new AnswerWitness(this.events, this.ids, clock);
    const { Waiters = OutcomeWaiters, overhears } = around.broken;
    const waiters = new Waiters(1_000, process);
    const consumer = new BookingOutcomeConsumer(waiters);
    const hear = (event: Event<object>): void => {
      for (const heard of this.listening) heard.push(event);
      void consumer.hear((overhears?.(event) ?? event) as Event<BookingFailed>);
    };
    const types = overhears ? [...outcomes, BookingCreated] : outcomes;
    around.broker.listen(
      process,
      types.map(({ type }) => type),
      hear,
    );
    this.functions = agentFunctionsOf(
      {
        catalogues,
        waiters,
        events: this.events,
        outcomes: new AskedRecords(process, around),
        callers: new AskedCallers(process, around),
        freeTimes: new NoFreeTimes(),
        clock,
        timers: new SimulatedTimers(process),
      },
      deadlines,
    );
  }

  private end(): void {
    this.around.broker.release(this.process);
    for (const resolve of this.open) resolve(undefined);
    this.open.clear();
    this.listening.clear();
  }

  private async answer(body: object): Promise<Answer | undefined> {
    const { process, around } = this;
    const functionCall = identified(catalogues.current().company(company)!, readFunctionCall(body));
    const isLost = around.weather.happens('reply_lost');
    const gone = new AbortController();
    if (isLost && process.clockwork.chance.hits(0.5)) {
      process.later(process.clockwork.chance.between(50, 8_000), () => gone.abort());
    }
    process.tell(`is asked to ${functionCall.name}`, () => JSON.stringify(functionCall.args));
    const [beganAt, frozenMs] = [process.clockwork.nowMs, process.frozenMs];
    const isFirst = !around.known.has(functionCall.functionCallId);
    around.known.add(functionCall.functionCallId);
    const heard: Event<object>[] = [];
    this.listening.add(heard);
    const given = await process.mine(this.functions.answer(functionCall, gone.signal));
    this.listening.delete(heard);
    process.tell(`says ${given.answer.status}${isLost ? ' (lost)' : ''}`, () => given.answer.say);
    const tookMs = process.clockwork.nowMs - beganAt;
    around.said(given, { isFirst, tookMs, wasFrozen: process.frozenMs > frozenMs, heard });
    this.witness.follow(given, Promise.resolve(!isLost));
    return isLost ? undefined : given.answer;
  }
}

class SimulatedTimers extends Timers {
  constructor(private readonly process: SimulatedProcess) {
    super();
  }

  after(ms: number, work: () => void, until: AbortSignal): void {
    this.process.later(ms, () => !until.aborted && work());
  }
}

class CountedIds extends FreshIds {
  private given = 0;

  constructor(private readonly prefix: string) {
    super();
  }

  next(): string {
    return derivedId('simulated', this.prefix, (this.given += 1));
  }
}

/** To the broker; what it does not confirm in time lies on disk and is forwarded later. */
class SimulatedEvents extends Events {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly around: GatewaySurroundings,
  ) {
    super();
  }

  async publish(event: Event<object>): Promise<void> {
    const { process } = this;
    const { broker, weather } = this.around;
    await process.pass(weather.hop(), `publishing ${event.type}`);
    const isLost = weather.happens('not_published');
    if (!isLost) broker.publish(event);
    if (!isLost && !weather.happens('confirm_lost')) return process.pass(weather.hop(), 'the confirm');
    await process.pass(confirmTimeoutMs, 'the spool');
    process.clockwork.after(process.clockwork.chance.between(100, 20_000), () => broker.publish(event));
  }
}

/** Questions to records: it may be down, or slow. */
async function asked<T>(
  process: SimulatedProcess,
  { recordsProcess, weather }: GatewaySurroundings,
  timeoutMs: number,
  read: () => T,
): Promise<T | undefined> {
  if (!recordsProcess.isAlive || weather.happens('records_silent')) {
    await process.pass(timeoutMs, 'no answer of records');
    return undefined;
  }
  await process.pass(weather.hop(), 'a question to records');
  const answer = read();
  await process.pass(weather.hop(), 'the answer of records');
  return answer;
}

class AskedRecords extends RequestOutcomes {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly around: GatewaySurroundings,
  ) {
    super();
  }

  async outcomeOf(waiting: Waiting, { timeoutMs }: { timeoutMs: number }): Promise<Outcome | undefined> {
    const { process, around } = this;
    const reply = await asked<RequestOutcomeReply>(process, around, timeoutMs, () =>
      requestOutcome(around.records, waiting),
    );
    return reply && outcomeOf(reply);
  }
}

class AskedCallers extends Callers {
  constructor(
    private readonly process: SimulatedProcess,
    private readonly around: GatewaySurroundings,
  ) {
    super();
  }

  async customerOf(): Promise<KnownCustomer | null | undefined> {
    return undefined;
  }

  appointmentsOf(
    question: AppointmentsOfCaller,
    { timeoutMs }: { timeoutMs: number },
  ): Promise<readonly FoundAppointment[] | undefined> {
    const { process, around } = this;
    return asked(process, around, timeoutMs, () =>
      appointmentsOfCaller(around.records, question, catalogues, process.clockwork.now()),
    );
  }
}

class NoFreeTimes extends FreeTimes {
  async lookUp() {
    return { slots: [], problem: 'unavailable' as const };
  }
}
