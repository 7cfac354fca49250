import {
  AppointmentRecorded,
  type AppointmentState,
  BookingFailed,
  type BookingFact,
  CallAnswerOwed,
  CallOwedAnswerSettled,
  type Event,
  type UnbookedRequest,
} from '@callbook/contracts';
import type { GivenAnswer } from '@callbook/webhook-gateway/use-cases';
import type { Broker } from '../broker/broker';
import type { CalendarServer } from '../calendar/calendar-server';
import type { Clockwork } from '../clockwork/clockwork';
import type { Circumstances } from '../gateway/gateway-process';
import type { InMemoryRecords } from '../records/in-memory-records';
import type { Asked, AskedFor } from '../scenario/asked';
import type { Intention, Wish } from '../scenario/wish';
import { Ledger } from './ledger';
import { Orders } from './orders';
import { Witnesses } from './witnesses';

export interface Violation {
  readonly rule: string;
  readonly found: string;
  readonly atMs: number;
}

const good = ['booked', 'already_booked', 'requested'];

/** Judges by what was wanted, what was said and what stands in the calendar. */
export class Judge {
  readonly violations: Violation[] = [];
  readonly orders: Orders;
  private readonly ledger: Ledger;
  private readonly owed = new Map<string, CallAnswerOwed>();
  private readonly functionCallsOf = new Map<string, Set<string>>();
  private readonly witnesses: Witnesses;
  /** Told to be taken, whether that was heard or not. */
  private readonly promised = new Set<Wish>();

  constructor(
    private readonly clockwork: Clockwork,
    private readonly server: CalendarServer,
    private readonly records: InMemoryRecords,
    private readonly asked: AskedFor,
    private readonly intentions: readonly Intention[],
  ) {
    this.ledger = new Ledger(server.calcom, asked);
    this.witnesses = new Witnesses(asked);
    this.orders = new Orders(clockwork, server, asked, (rule, found) => this.violated(rule, found));
  }

  /** Everything our processes publish: what is owed, and which function calls a request answers. */
  hear(event: Event<object>): void {
    const { type, data } = event;
    this.orders.published(event);
    this.witnesses.hear(event);
    if (type === CallAnswerOwed.type) {
      const owed = data as CallAnswerOwed;
      this.owed.set(owed.owedAnswerId, owed);
    } else if (type === CallOwedAnswerSettled.type) this.owed.delete((data as CallOwedAnswerSettled).owedAnswerId);
    const { requestId, functionCallIds, functionCallId, changedBy } = data as Partial<
      UnbookedRequest & BookingFact & { functionCallId: string }
    >;
    const id = changedBy?.requestId ?? requestId;
    if (!id || !(functionCallIds ?? functionCallId)) return;
    const known = this.functionCallsOf.get(id) ?? new Set<string>();
    for (const one of functionCallIds ?? []) known.add(one);
    if (functionCallId) known.add(functionCallId);
    this.functionCallsOf.set(id, known);
  }

  /** What the agent is told must be true at the moment it is told. */
  said({ functionCall, answer }: GivenAnswer, { isFirst, tookMs, wasFrozen, heard }: Circumstances): void {
    this.witnesses.given(functionCall.functionCallId);
    const asked = this.asked.of(functionCall.functionCallId);
    if (!asked) return this.violated('an answer to nothing that was asked', functionCall.name);
    asked.answeredAtMs = this.clockwork.nowMs;
    // Nobody is there any more to hear it.
    if (wasFrozen && tookMs > patienceMs) return;
    const { status, say } = answer;
    if (tookMs > longestAnswerMs && !wasFrozen)
      this.violated('an answer that came too late', `${functionCall.name}: ${tookMs} ms`);
    if (isFirst && !wasFrozen && status === 'pending') this.mustNotHaveHeard(functionCall, heard);
    if (neutral.test(say)) return;
    if (promising.test(say)) this.promised.add(asked.wish);
    if (asked.operation === 'book') this.saidOfBooking(asked, status);
    else if (asked.operation === 'cancel' && status === 'cancelled') this.mustBe('none', asked.wish, 'told cancelled');
    else if (asked.operation === 'reschedule' && (status === 'moved' || status === 'requested')) {
      this.mustBe('whole', asked.wish, 'told moved');
      if (asked.instead && asked.instead !== asked.wish) this.mustBe('none', asked.instead, 'told moved away');
      this.mustBeRecorded(asked.wish);
    } else if (asked.operation === 'reschedule' && status === 'refused')
      this.mustBe('none', asked.wish, 'told not moved');
  }

  private saidOfBooking(asked: Asked, status: string): void {
    const { wish } = asked;
    if (good.includes(status)) {
      this.mustBe('whole', wish, `told ${status}`);
      this.mustBeRecorded(wish);
      const waits = this.ledger
        .partsOf(wish)
        .flat()
        .some((booking) => booking.status === 'PENDING');
      if (waits && status === 'booked') this.violated('told booked, but the salon has to confirm it', describe(wish));
    }
    if (status === 'refused' && !this.isAskedOtherwise(asked)) this.mustBe('none', wish, 'told refused');
  }

  /** Differently at the same time or since, or once more and not answered yet: then a refusal is about this asking alone. */
  private isAskedOtherwise({ wish, details, atMs }: Asked): boolean {
    return this.asked.all().some((one) => {
      const isOpenSince = one.atMs > atMs && one.answeredAtMs === undefined;
      return one.wish === wish && (isOpenSince || (one.details !== details && (one.answeredAtMs ?? Infinity) > atMs));
    });
  }

  /** Everything has come to rest. */
  atRest(broker: Broker): void {
    for (const booking of this.ledger.live()) {
      if (!this.ledger.isByUs(booking)) continue;
      const wishes = this.intentions.flatMap((intention) => intention.wishes);
      if (!wishes.some((wish) => this.ledger.isFor(booking, wish)))
        this.violated('P1: a booking nobody asked for', JSON.stringify(booking));
    }
    for (const intention of this.intentions) this.judge(intention);
    for (const { requestId, asked } of this.witnesses.unanswered()) {
      if (![...this.owed.values()].some((owed) => owed.requestId === requestId) && !this.isOwed(asked.wish))
        this.violated('P2: decided, never answered, and not owed', `${asked.operation} ${describe(asked.wish)}`);
    }
    for (const { queue, code, error } of broker.dead)
      this.violated('a dead letter', `${queue} ${code} ${String(error)}`);
    for (const { queue, error } of broker.unforeseen)
      this.violated('an error nobody foresaw', `${queue} ${String((error as Error)?.stack ?? error)}`);
    this.orders.atRest();
  }

  unforeseen(error: unknown): void {
    this.violated('an error nobody foresaw', String((error as Error)?.stack ?? error));
  }

  private judge(intention: Intention): void {
    const standing = intention.wishes.map((wish) => [wish, this.ledger.standing(wish)] as const);
    const living = standing.filter(([, how]) => how !== 'none');
    for (const [wish, how] of living) {
      if (how === 'twice') this.violated('P1: booked twice', describe(wish));
      if (how === 'half') this.violated('P1: half booked', describe(wish));
    }
    if (living.length > 1 && !this.isOwedAll(living.map(([wish]) => wish)))
      this.violated('P1: two bookings of one intention', living.map(([wish]) => describe(wish)).join(' and '));
    for (const [wish, how] of standing) this.judgeWord(intention, wish, how);
  }

  private judgeWord(intention: Intention, wish: Wish, how: string): void {
    const isThere = how !== 'none';
    switch (intention.word(wish)) {
      case 'mixed':
        if (isThere) this.mustBeOwed(wish, 'booked, told both refused and pending');
        break;
      case 'good':
        if (!isThere && !this.isReplaced(wish)) this.violated('P1: told booked, and it is not there', describe(wish));
        break;
      case 'gone':
        if (isThere) this.violated('P1: told refused, cancelled or replaced, and it is there', describe(wish));
        break;
      case 'none':
        if (isThere) this.violated('P1: there without ever having been taken up', describe(wish));
        break;
      case 'pending':
        if (isThere) this.mustBeOwed(wish, 'booked, told pending');
        // What could not be passed on was not promised: the words said so, and asked the caller to try again.
        else if ((this.promised.has(wish) || this.witnesses.isKnownOf(wish)) && !this.isTakenBack(intention, wish))
          this.mustBeOwed(wish, 'not booked, told pending');
        break;
      case 'asked':
        if (isThere) this.mustBeOwed(wish, 'booked, asked back');
        break;
      case 'unheard':
        if (this.witnesses.wasTold(wish)) break; // before, or for the same function call at its side
        if (isThere) this.mustBeOwed(wish, 'booked, no answer heard');
        else if (this.witnesses.isDecided(wish) && !this.isTakenBack(intention, wish))
          this.mustBeOwed(wish, 'not booked, no answer heard');
        break;
    }
  }

  private mustBeOwed(wish: Wish, rule: string): void {
    if (!this.isOwed(wish)) this.violated(`P2: ${rule}, and not owed`, describe(wish));
  }

  /** The caller has given it up since. */
  private isTakenBack(intention: Intention, wish: Wish): boolean {
    return !intention.isWanted || this.asked.all().some((one) => one.instead === wish);
  }

  /** Another wish has taken its place, whatever was heard of that. */
  private isReplaced(wish: Wish): boolean {
    return this.asked
      .all()
      .some((one) => one.instead === wish && (this.ledger.standing(one.wish) !== 'none' || this.isReplaced(one.wish)));
  }

  private isOwedAll(wishes: readonly Wish[]): boolean {
    return wishes.filter((wish) => this.isOwed(wish)).length >= wishes.length - 1;
  }

  private isOwed(wish: Wish): boolean {
    return [...this.owed.values()].some(({ requestId }) =>
      [...(this.functionCallsOf.get(requestId) ?? [requestId])].some((id) => {
        const asked = this.asked.of(id);
        return asked !== undefined && (asked.wish === wish || asked.instead === wish);
      }),
    );
  }

  /** Nobody says "pending" who was told the outcome in time. */
  private mustNotHaveHeard({ functionCallId }: GivenAnswer['functionCall'], heard: Circumstances['heard']): void {
    const first = heard.find(({ data }) => {
      const { functionCallIds = [] } = data as Partial<AppointmentState>;
      return functionCallIds.includes(functionCallId);
    });
    const isOutcome = first && (first.type === BookingFailed.type || isAlive(first));
    if (isOutcome) this.violated('P2: told pending, and the outcome was heard', `${first.type} of ${functionCallId}`);
  }

  private mustBe(wanted: 'whole' | 'none', wish: Wish, why: string): void {
    const how = this.ledger.standing(wish);
    if (wanted === 'none' && this.server.liedAbout(wish)) return;
    const isTrue = wanted === 'none' ? how === 'none' : how === 'whole' || how === 'twice';
    if (!isTrue) this.violated(`P2: ${why}, but the calendar has ${how} of it`, describe(wish));
  }

  /** The row and both links are there. */
  private mustBeRecorded(wish: Wish): void {
    const uids = new Set(
      this.ledger
        .partsOf(wish)
        .flat()
        .map(({ uid }) => uid),
    );
    const row = this.records.appointments
      .all()
      .find(({ calcomUid, status }) => uids.has(calcomUid) && (status === 'confirmed' || status === 'pending'));
    const call = row?.callId ? this.records.calls.find(row.callId) : undefined;
    if (!call?.appointmentId) this.violated('P2: told booked before it was recorded and linked', describe(wish));
  }

  private violated(rule: string, found: string): void {
    this.violations.push({ rule, found, atMs: this.clockwork.nowMs });
    this.clockwork.story.tell(this.clockwork.nowMs, 'judge', `VIOLATED: ${rule}`, () => found);
  }
}

function isAlive({ type, data }: Event<object>): boolean {
  const { status, callId } = data as AppointmentState;
  return type === AppointmentRecorded.type && callId !== null && (status === 'confirmed' || status === 'pending');
}

/** How long the phone's side waits. */
const patienceMs = 12_000;

/** The deadline of the gateway, and what it takes to find words. */
const longestAnswerMs = 8_500;

/** Rather than that it could not be passed on. */
const promising = /is taken, but not confirmed yet/;

/** Says nothing about what became of anything. */
const neutral = /^I cannot look that up just now/;

export function describe({ person, offer, startMs }: Wish): string {
  return `${offer} for ${person.spellings[0]} at ${new Date(startMs).toISOString()}`;
}
