import type { Event } from '@callbook/contracts';
import { PermanentError } from '@callbook/messaging/failure';

/** A row of `ops.events`, by its columns. */
export interface KeptEvent {
  /** Of the event's own time, UTC: a repetition has the same. */
  readonly day: string;
  readonly event_id: string;
  readonly type: string;
  readonly company: string;
  readonly subject: string;
  readonly correlation_id: string;
  /** Where the event names a call of Retell's. */
  readonly retell_call_id: string | null;
  readonly time: string;
  readonly event: Event<unknown>;
}

/** Where events of any type name the call they belong to. */
interface TellsCall {
  readonly retellCallId?: unknown;
  readonly call?: { readonly retellCallId?: unknown } | null;
}

/** @throws PermanentError for a time of which nobody can say which day it is */
export function keptEvent(event: Event<unknown>): KeptEvent {
  const time = new Date(event.time);
  if (Number.isNaN(time.getTime())) throw new PermanentError('unreadable_time', 'the time of the event is no moment');
  const { id, type, company, subject, correlationid } = event;
  const told = (event.data ?? {}) as TellsCall;
  const callId = told.retellCallId ?? told.call?.retellCallId;
  return {
    day: time.toISOString().slice(0, 10),
    event_id: id.toLowerCase(),
    ...{ type, company, subject, event },
    correlation_id: correlationid,
    retell_call_id: typeof callId === 'string' ? callId : null,
    time: time.toISOString(),
  };
}
