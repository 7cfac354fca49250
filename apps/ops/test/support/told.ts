import { randomUUID } from 'node:crypto';
import { CallStarted, createEvent, type Event, type EventClass, sampleCompany, sampleOf } from '@callbook/contracts';

/** An event of a contract, with its sample's data unless something else is said, and an id of its own. */
export function told<T extends object>(
  type: EventClass<T>,
  {
    data = sampleOf(type),
    time = new Date(),
    correlationId = 'call_of_a_spec',
  }: {
    readonly data?: T;
    readonly time?: Date;
    readonly correlationId?: string;
  } = {},
): Event<T> {
  return createEvent(type, data, { id: randomUUID(), company: sampleCompany, time, correlationId });
}

/** A call of its own. */
export function callOf(retellCallId: string, time = new Date()): Event<CallStarted> {
  const sample = sampleOf(CallStarted);
  const data = { ...sample, call: { ...sample.call, retellCallId } };
  return told(CallStarted, { data, time, correlationId: retellCallId });
}
