import { CallStarted, createEvent, derivedId, type Event, sampleCompany, sampleOf } from '@callbook/contracts';

/** An event with an id of its own for each name. */
export function eventNamed(name: string, padding = ''): Event<CallStarted> {
  const sample = sampleOf(CallStarted);
  const data = { ...sample, call: { ...sample.call, retellCallId: `call_${name}`, ...(padding && { padding }) } };
  const context = {
    id: derivedId('spec', name),
    company: sampleCompany,
    time: new Date(),
    correlationId: `call_${name}`,
  };
  return createEvent(CallStarted, data, context);
}

export const nameOf = (event: Event<object>): string => event.correlationid.replace('call_', '');
