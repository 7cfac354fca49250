import {
  type BookingFact,
  BookingCancelRequested,
  BookingCreated,
  BookingRequested,
  BookingRescheduleRequested,
  changeKey,
  createEvent,
  derivedId,
  type Event,
  type EventClass,
  requestKey,
  sampleCompany as company,
  sampleOf,
} from '@callbook/contracts';

/** When everything of the conformance suite happens, unless a test says otherwise. */
export const ten = new Date('2026-11-21T10:00:00Z');
/** The sample's slot, and two others. */
export const [slot, later, evening] = [
  '2026-11-26T09:00:00.000Z',
  '2026-11-26T11:00:00.000Z',
  '2026-11-26T16:00:00.000Z',
];

let sequence = 0;

function asked<T extends { readonly call: { readonly retellCallId: string } }>(
  type: EventClass<T>,
  data: T,
  time: Date,
): Event<T> {
  const id = derivedId('spec', 'function-call', (sequence += 1));
  return createEvent(type, data, { id, company, time, correlationId: data.call.retellCallId });
}

/** A function call that asks for the sample's slot; each call of this is another function call, at ten unless said otherwise. */
export function functionCall(difference: Partial<BookingRequested> = {}, time = ten): Event<BookingRequested> {
  const data = { ...sampleOf(BookingRequested), ...difference };
  const key = requestKey({
    company,
    retellCallId: data.call.retellCallId,
    serviceId: data.service.id,
    start: new Date(data.start),
    attendeeName: data.attendee.name,
  });
  return asked(BookingRequested, { ...data, requestKey: difference.requestKey ?? key }, time);
}

/** The same for somebody else, or for nobody in particular. */
export function functionCallFor(
  name: string | null,
  difference: Partial<BookingRequested> = {},
): Event<BookingRequested> {
  return functionCall({ attendee: { name, email: null, phone: null }, ...difference });
}

/** Asks for the sample's appointment to be moved. */
export function moveCall(
  difference: Partial<BookingRescheduleRequested> = {},
  time = ten,
): Event<BookingRescheduleRequested> {
  const data = { ...sampleOf(BookingRescheduleRequested), ...difference };
  return asked(BookingRescheduleRequested, { ...data, requestKey: keyOfChange('reschedule', data) }, time);
}

/** Asks for the sample's appointment to be cancelled; with `target: null`, for a wish of this call. */
export function cancelCall(
  difference: Partial<BookingCancelRequested> = {},
  time = ten,
): Event<BookingCancelRequested> {
  const data = { ...sampleOf(BookingCancelRequested), ...difference };
  return asked(BookingCancelRequested, { ...data, requestKey: keyOfChange('cancel', data) }, time);
}

function keyOfChange(operation: 'reschedule' | 'cancel', data: BookingCancelRequested): string {
  return changeKey({
    company,
    retellCallId: data.call.retellCallId,
    operation,
    calcomUid: data.target?.calcomUid ?? null,
    start: new Date(data.start),
  });
}

/** The sample's booking as a calendar would show it, without what is added when it is published. */
export function sampleFact(difference: Partial<BookingFact> = {}) {
  const { revision: _revision, functionCallIds: _ids, changedBy: _by, ...fact } = sampleOf(BookingCreated);
  return { ...fact, ...difference };
}
