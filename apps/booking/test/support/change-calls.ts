import {
  BookingCancelRequested,
  BookingRescheduleRequested,
  changeKey,
  createEvent,
  derivedId,
  type Event,
  sampleCompany,
  sampleOf,
} from '@callbook/contracts';

type Wish = Partial<BookingRescheduleRequested> & { readonly uid?: string; readonly retellCallId?: string };

const sample = sampleOf(BookingRescheduleRequested);
let sequence = 0;

/** A function call that asks for the appointment of `uid` (default: the first booking made) to be moved. */
export function moveCall(start: string, wish: Wish = {}): Event<BookingRescheduleRequested> {
  return createEvent(BookingRescheduleRequested, data('reschedule', start, wish), envelope());
}

/** A function call that asks for the appointment of `uid` (default: the first booking made) to be cancelled. */
export function cancelCall(wish: Wish = {}): Event<BookingCancelRequested> {
  return createEvent(BookingCancelRequested, data('cancel', sample.target?.start ?? '', wish), envelope());
}

function data(operation: 'reschedule' | 'cancel', start: string, { uid = 'uid-1', retellCallId, ...difference }: Wish) {
  const call = { ...sample.call, ...(retellCallId && { retellCallId }) };
  const target = sample.target && { ...sample.target, rootUid: 'uid-1', calcomUid: uid };
  const meaning = { company: sampleCompany, operation, calcomUid: uid, start: new Date(start) };
  const requestKey = changeKey({ ...meaning, retellCallId: call.retellCallId });
  const answerBy = '2026-11-21T10:01:30.000Z';
  return { ...sample, call, target, start, requestKey, answerBy, ...difference };
}

function envelope() {
  return {
    id: derivedId('spec', 'change-call', (sequence += 1)),
    company: sampleCompany,
    time: new Date('2026-11-21T10:00:00Z'),
    correlationId: sample.call.retellCallId,
  };
}
