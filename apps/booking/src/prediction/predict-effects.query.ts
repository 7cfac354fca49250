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
} from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Attempt } from '../attempts/attempt';
import { selectAttempts } from '../attempts/attempt-rows.repository';
import type { Request } from '../attempts/attempts';
import { Clock } from '../clock/clock';
import { PostWindow } from './post-window';
import { predictRequest } from './predict-request';

const requests: readonly EventClass[] = [BookingRequested, BookingRescheduleRequested, BookingCancelRequested] as never;
const others: readonly EventClass[] = [CalendarNotified, CustomerErased] as never;

interface Read {
  readonly event: Event<object> | undefined;
  readonly eventId: string | null;
  readonly isRequest: boolean;
  readonly failure: Pick<PredictedEffect, 'code' | 'reason'>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

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
    const known = await this.handled(read);
    const calls = await this.roundsOfCalls(read);
    const now = this.clock.now();
    const effects = read.map(({ event, eventId, isRequest, failure }, index): PredictedEffect => {
      const { queue = '' } = messages[index] ?? {};
      const told = { eventId, handledBefore: false };
      if (!event) return { ...told, ...failure, effect: 'fail', changes: null };
      const key = `${queue} ${event.id}`;
      if (known.has(key))
        return { ...told, effect: 'nothing', code: null, reason: 'handled already', handledBefore: true, changes: [] };
      known.add(key);
      if (!isRequest)
        return { ...told, effect: 'change', code: null, reason: othersDo[event.type] ?? '', changes: null };
      const call = callOf(event as Request);
      const predicted = predictRequest(event as Request, calls.get(call) ?? [], now, this.settings);
      calls.set(call, predicted.rounds);
      return { ...told, ...predicted.told };
    });
    return { effects };
  }

  private async handled(read: readonly Read[]): Promise<Set<string>> {
    const rows = (await this.dataSource.query(
      `SELECT message_id AS id, queue FROM booking.handled_messages_v1 WHERE message_id = ANY ($1::uuid[])`,
      [read.flatMap(({ event }) => event?.id ?? [])],
    )) as { id: string; queue: string }[];
    return new Set(rows.map(({ id, queue }) => `${queue} ${id}`));
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
  const eventId = typeof id === 'string' && uuid.test(id) ? id : null;
  if (!contract)
    return { ...nothing, eventId, failure: { code: 'unknown_queue', reason: `booking has no consumer ${queue}` } };
  try {
    return { ...nothing, event: parseEvent(contract, json), eventId, failure: { code: null, reason: '' } };
  } catch (error) {
    const reason = (error as Error).message.slice(0, 300);
    return { ...nothing, eventId, failure: { code: 'invalid_contract', reason } };
  }
}
