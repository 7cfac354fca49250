import {
  BookingCancelRequested,
  BookingRequested,
  BookingRescheduleRequested,
  CalendarNotified,
  CustomerErased,
  type Event,
  type EventClass,
  type MessageToPredict,
  parseEvent,
  type PredictedEffect,
  type PredictedEffects,
  PredictInBooking,
  uuidForm,
} from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Attempt } from '../attempts/attempt';
import { selectAttempts } from '../attempts/attempt-rows.repository';
import type { Request } from '../attempts/attempts';
import { Clock } from '../clock/clock';
import { PostWindow } from './post-window';
import { predictRequest, predictTakenOn } from './predict-request';

const requests: readonly EventClass[] = [BookingRequested, BookingRescheduleRequested, BookingCancelRequested] as never;
const others: readonly EventClass[] = [CalendarNotified, CustomerErased] as never;

interface Read {
  readonly event: Event<object> | undefined;
  readonly eventId: string | null;
  readonly isRequest: boolean;
  readonly failure: Pick<PredictedEffect, 'code' | 'reason'>;
}

/** Says what messages would do, from what booking has stored. Cal.com is never asked. */
@Controller()
export class PredictEffectsQuery {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    private readonly settings: PostWindow,
  ) {}

  @AnswerQuery(PredictInBooking)
  async handle({ messages }: PredictInBooking): Promise<PredictedEffects> {
    const read = messages.map(readingOf);
    const handled = await this.handled(read);
    const roundOf = await this.takenOn(read);
    const told = new Set<string>();
    const calls = await this.roundsOfCalls(read);
    const now = this.clock.now();
    const effects = read.map(({ event, eventId, isRequest, failure }, index): PredictedEffect => {
      const { queue = '' } = messages[index] ?? {};
      const of = { eventId, handledBefore: false };
      if (!event) return { ...of, ...failure, effect: 'fail', changes: null };
      const nothing = { ...of, effect: 'nothing', code: null } as const;
      const handledAlready = { ...nothing, reason: 'handled already', handledBefore: true, changes: [] };
      const key = `${queue} ${event.id}`;
      if (handled.has(key)) return handledAlready;
      if (told.has(key)) return { ...nothing, reason: 'the same message as one before it', changes: null };
      if (!isRequest) {
        told.add(key);
        return { ...of, effect: 'change', code: null, reason: othersDo[event.type] ?? '', changes: null };
      }
      const call = callOf(event as Request);
      const rounds = calls.get(call) ?? [];
      const round = roundOf.get(event.id);
      if (round !== undefined) {
        const goesOn = predictTakenOn(rounds, round);
        told.add(key);
        return goesOn ? { ...of, ...goesOn } : handledAlready;
      }
      const predicted = predictRequest(event as Request, rounds, now, this.settings);
      // What fails, or is not sent because it is too late, does not take its copies out.
      if (!['fail', 'too_late'].includes(predicted.told.effect)) told.add(key);
      calls.set(call, predicted.rounds);
      return { ...of, ...predicted.told };
    });
    return { effects };
  }

  /** Replayed messages that were handled to the end. */
  private async handled(read: readonly Read[]): Promise<ReadonlySet<string>> {
    const rows = (await this.dataSource.query(
      'SELECT message_id AS id, queue FROM booking.inbox WHERE message_id = ANY ($1::uuid[])',
      [read.flatMap(({ event }) => event?.id ?? [])],
    )) as { id: string; queue: string }[];
    return new Set(rows.map(({ id, queue }) => `${queue} ${id}`));
  }

  /** The rounds, by function call, of requests that were taken on; null for those that were answered without one. */
  private async takenOn(read: readonly Read[]): Promise<ReadonlyMap<string, string | null>> {
    const rows = (await this.dataSource.query(
      `SELECT function_call_id AS id, attempt_id AS round FROM booking.attempt_function_calls
       WHERE function_call_id = ANY ($1::uuid[])`,
      [read.flatMap(({ event, isRequest }) => (event && isRequest ? [event.id] : []))],
    )) as { id: string; round: string | null }[];
    return new Map(rows.map(({ id, round }) => [id, round]));
  }

  /** The rounds of every call that is asked about, in one statement. */
  private async roundsOfCalls(read: readonly Read[]): Promise<Map<string, readonly Attempt[]>> {
    const asked = read.flatMap(({ event, isRequest }) => (event && isRequest ? [event as Request] : []));
    const attempts = await selectAttempts(
      this.dataSource.manager,
      'WHERE (company, retell_call_id) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY seq',
      [asked.map(({ company }) => company), asked.map(({ data }) => data.call.retellCallId)],
    );
    const calls = new Map<string, readonly Attempt[]>();
    for (const attempt of attempts) {
      const call = `${attempt.company} ${attempt.request.call.retellCallId}`;
      calls.set(call, [...(calls.get(call) ?? []), attempt]);
    }
    return calls;
  }
}

const callOf = ({ company, data }: Request): string => `${company} ${data.call.retellCallId}`;

const othersDo: Readonly<Record<string, string>> = {
  [CalendarNotified.type]: 'looks at the calendar once more',
  [CustomerErased.type]: 'erases whatever is left of the person',
};

function readingOf({ queue, body }: MessageToPredict): Read {
  const of = (classes: readonly EventClass[]) => classes.find(({ consumers }) => consumers.includes(queue));
  const contract = of(requests) ?? of(others);
  const nothing = { event: undefined, isRequest: of(requests) !== undefined };
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { ...nothing, eventId: null, failure: { code: 'unreadable', reason: 'the body is not JSON' } };
  }
  const id = (json as { id?: unknown } | null)?.id;
  const eventId = typeof id === 'string' && uuidForm.test(id) ? id : null;
  if (!contract)
    return { ...nothing, eventId, failure: { code: 'unknown_queue', reason: `booking has no consumer ${queue}` } };
  try {
    return { ...nothing, event: parseEvent(contract, json), eventId, failure: { code: null, reason: '' } };
  } catch (error) {
    const reason = (error as Error).message.slice(0, 300);
    return { ...nothing, eventId, failure: { code: 'invalid_contract', reason } };
  }
}
