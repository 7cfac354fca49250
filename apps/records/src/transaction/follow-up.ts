import { createEvent, derivedId, type Event, type EventClass } from '@callbook/contracts';

/** What an event follows from: a message, or the clock alone, which is no message anybody could look for. */
export type Cause = Pick<Event<object>, 'id' | 'company' | 'correlationid' | 'traceparent'> & {
  readonly isClock?: boolean;
};

/**
 * An event that follows from another one. Its id follows too, so a message that is handled again makes the same event.
 * @param about tells apart several events of one type that follow from the same message
 */
export function followUp<T extends object>(
  type: EventClass<T>,
  data: T,
  cause: Cause,
  now: Date,
  ...about: readonly string[]
): Event<T> {
  return createEvent(type, data, {
    id: derivedId(type.type, cause.id, ...about),
    company: cause.company,
    time: now,
    correlationId: cause.correlationid,
    ...(!cause.isClock && { causationId: cause.id }),
    traceparent: cause.traceparent,
  });
}
