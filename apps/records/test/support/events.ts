import {
  BookingAlreadyBooked,
  BookingAskedBack,
  BookingAwaitingConfirmation,
  BookingCreated,
  BookingFailed,
  type BookingFact,
  BookingRequestJoined,
  BookingUnresolved,
  CallAnalyzed,
  CallEnded,
  CallFunctionAnswered,
  type CallIdentity,
  CallStarted,
  type ChangeReference,
  createEvent,
  derivedId,
  type Event,
  type EventClass,
  requestId,
  sampleOf,
} from '@callbook/contracts';
import { serviceNamed } from './catalogue';

export const company = 'salon-lindenhof';
let made = 0;

/** Something that exists once in a run of the tests. */
export function unique(kind: string): string {
  return `${kind}-${process.pid}-${++made}`;
}

/** A number no other test uses. */
export function uniqueNumber(): string {
  return `+4915${String(process.pid % 10_000).padStart(4, '0')}${String(++made).padStart(5, '0')}`;
}

/** An event with a message id of its own. */
export function event<T extends object>(
  type: EventClass<T>,
  data: T,
  told: { company?: string; time?: string } = {},
): Event<T> {
  return createEvent(type, data, {
    id: derivedId('spec', unique('message')),
    company: told.company ?? company,
    time: new Date(told.time ?? '2026-11-21T10:00:42Z'),
    correlationId: 'call_spec',
  });
}

export function callIdentity(said: Partial<CallIdentity> = {}): CallIdentity {
  const number = uniqueNumber();
  return {
    ...sampleOf(CallStarted).call,
    retellCallId: unique('call'),
    fromNumber: number,
    customerNumber: number,
    ...said,
  };
}

/** The same caller with the number withheld. */
export const withheld: Partial<CallIdentity> = { fromNumber: 'anonymous', customerNumber: null };

/** A booking of a new chain, by default asked for in a call of its own. */
export function bookingFact(said: Partial<BookingFact> = {}): BookingFact {
  const uid = unique('uid');
  const key = derivedId('spec', unique('request'));
  return {
    ...sampleOf(BookingCreated),
    call: callIdentity(),
    service: serviceNamed('herrenhaarschnitt'),
    preferredStaff: null,
    rootUid: uid,
    calcomUid: uid,
    requestKey: key,
    requestId: requestId(key, 1),
    functionCallIds: [derivedId('spec', unique('function call'))],
    ...said,
  };
}

export const bookingCreated = (said: Partial<BookingFact> = {}, told: { company?: string; time?: string } = {}) =>
  event(BookingCreated, bookingFact(said), told);

export const awaitingConfirmation = (said: Partial<BookingFact> = {}) =>
  event(BookingAwaitingConfirmation, bookingFact({ status: 'pending', ...said }));

export function bookingFailed(said: Partial<BookingFailed> = {}, time?: string): Event<BookingFailed> {
  return event(BookingFailed, { ...sampleOf(BookingFailed), ...unbooked(), ...said }, { time });
}

export function bookingUnresolved(said: Partial<BookingUnresolved> = {}, time?: string): Event<BookingUnresolved> {
  return event(BookingUnresolved, { ...sampleOf(BookingUnresolved), ...unbooked(), ...said }, { time });
}

/** The same person has that appointment already, in a call of its own. */
export function alreadyBooked(said: Partial<BookingAlreadyBooked>, time?: string): Event<BookingAlreadyBooked> {
  return event(BookingAlreadyBooked, { ...sampleOf(BookingAlreadyBooked), ...unbooked(), ...said }, { time });
}

export function askedBack(said: Partial<BookingAskedBack> = {}, time?: string): Event<BookingAskedBack> {
  const { call, requestKey, functionCallIds, service } = unbooked();
  const data = { ...sampleOf(BookingAskedBack), call, requestKey, functionCallId: functionCallIds[0]!, service };
  return event(BookingAskedBack, { ...data, ...said }, { time });
}

/** One more function call for a request that has its outcome. */
export function requestJoined(fact: BookingFact | BookingFailed, said: Partial<BookingRequestJoined> = {}) {
  const { call, requestKey, requestId } = fact as BookingFailed;
  const functionCallId = derivedId('spec', unique('function call'));
  return event(BookingRequestJoined, { call, requestKey, requestId, functionCallId, ...said });
}

/** What a call asked to be changed, and the function call by which it did. */
export function changeOf(
  operation: ChangeReference['operation'],
  call: CallIdentity,
): Pick<BookingFact, 'functionCallIds'> & { readonly changedBy: ChangeReference } {
  const requestKey = derivedId('spec', unique('change'));
  const functionCallIds = [derivedId('spec', unique('function call'))];
  return { functionCallIds, changedBy: { operation, requestKey, requestId: requestId(requestKey, 1), call } };
}

function unbooked() {
  const { call, requestKey, requestId, functionCallIds, service } = bookingFact();
  return {
    call: call as CallIdentity,
    requestKey: String(requestKey),
    requestId: String(requestId),
    functionCallIds,
    service: service!,
  };
}

export const callStarted = (call: CallIdentity) => event(CallStarted, { call });

export const callEnded = (call: CallIdentity, said: Partial<CallEnded['end']> = {}) =>
  event(CallEnded, { call, end: { ...sampleOf(CallEnded).end, ...said } });

export const callAnalyzed = (call: CallIdentity, said: { summary?: string; observedAt?: string } = {}) => {
  const sample = sampleOf(CallAnalyzed);
  return event(CallAnalyzed, {
    ...sample,
    call,
    analysis: { ...sample.analysis, summary: said.summary ?? sample.analysis.summary },
    observedAt: said.observedAt ?? sample.observedAt,
  });
};

export const functionAnswered = (call: CallIdentity, said: Partial<CallFunctionAnswered> = {}) =>
  event(CallFunctionAnswered, { ...sampleOf(CallFunctionAnswered), call, ...said });
