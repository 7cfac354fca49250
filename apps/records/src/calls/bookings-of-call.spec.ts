import { callIdentity } from '../../test/support/events';
import {
  type AppointmentOfCall,
  type BookingsOfCall,
  type OutcomeOfCall,
  pointerAmong,
  withBookings,
} from './bookings-of-call';
import { type Call, newCall } from './call';

const now = new Date('2026-11-21T10:00:00Z');
const call = newCall('salon-lindenhof', callIdentity(), { messageId: 'message', at: now });
const ended: Call = { ...call, status: 'ended' };

const appointment = (said: Partial<AppointmentOfCall>): AppointmentOfCall => ({
  id: 'a',
  status: 'confirmed',
  wasConfirmed: true,
  bookedAt: new Date('2026-11-21T10:00:40Z'),
  toldAt: new Date('2026-11-21T10:00:42Z'),
  staffId: 'staff',
  details: { start: '2026-11-26T09:00:00.000Z', serviceId: null, attendeeName: null },
  ...said,
});
const outcome = (said: Partial<OutcomeOfCall>): OutcomeOfCall => ({
  requestId: 'r',
  outcome: 'failed',
  reason: 'slot_taken',
  providerText: 'whole',
  decidedAt: new Date('2026-11-21T10:00:41Z'),
  details: null,
  ...said,
});
const bookings = (said: Partial<BookingsOfCall>): BookingsOfCall => ({
  appointments: [],
  outcomes: [],
  owedSince: null,
  unlinkedSince: null,
  ...said,
});

describe('the appointment a call points to', () => {
  const early = appointment({ id: 'early', bookedAt: new Date('2026-11-21T10:01:00Z') });
  const late = appointment({ id: 'late', bookedAt: new Date('2026-11-21T10:02:00Z') });
  const both = (first: Partial<AppointmentOfCall>, second: Partial<AppointmentOfCall>) => [
    { ...early, ...first },
    { ...late, ...second },
  ];

  it.each([
    ['the latest of those that live', both({}, {}), 'late'],
    ['an earlier one that lives before a later one that was cancelled', both({}, { status: 'cancelled' }), 'early'],
    ['the latest when none lives', both({ status: 'cancelled' }, { status: 'rejected' }), 'late'],
    ['a past one before a cancelled one', both({ status: 'completed' }, { status: 'cancelled' }), 'early'],
    ['by id what was booked at once', both({ bookedAt: late.bookedAt }, {}), 'late'],
  ] as const)('is %s', (_, all, expected) => {
    expect(pointerAmong(all)?.id).toBe(expected);
    expect(pointerAmong([...all].reverse())?.id).toBe(expected);
  });

  it('is none without appointments', () => {
    expect(pointerAmong([])).toBeUndefined();
  });
});

describe('a call with its bookings', () => {
  it.each<[string, Call, Partial<BookingsOfCall>, string, string | null]>([
    ['has an appointment', ended, { appointments: [appointment({})] }, 'linked', null],
    [
      'keeps the link when another request failed',
      ended,
      { appointments: [appointment({})], outcomes: [outcome({})] },
      'linked',
      null,
    ],
    ['was refused', ended, { outcomes: [outcome({})] }, 'failed', 'booking_refused'],
    [
      'waits for a person',
      ended,
      { outcomes: [outcome({ outcome: 'unresolved' }), outcome({})] },
      'pending',
      'booking_unresolved',
    ],
    ['waits for an answer', ended, { owedSince: now, outcomes: [outcome({})] }, 'pending', 'booking_under_way'],
    ['goes on', call, {}, 'pending', 'call_under_way'],
    ['asked for nothing', ended, {}, 'not_applicable', 'nothing_requested'],
    [
      'asked for what an earlier call had booked',
      ended,
      { outcomes: [outcome({ outcome: 'recorded', reason: null })] },
      'not_applicable',
      'appointment_of_another_call',
    ],
    [
      'was unlinked by a person',
      ended,
      { unlinkedSince: now, outcomes: [outcome({ outcome: 'recorded' })] },
      'unlinked',
      'unlinked_by_operator',
    ],
  ])('that %s', (_, known, said, status, cause) => {
    expect(withBookings(known, bookings(said), now)).toMatchObject({ appointmentLinkStatus: status, linkCause: cause });
  });

  it('is confirmed by any appointment that was ever confirmed, and stays so when it is cancelled', () => {
    const cancelled = appointment({ status: 'cancelled', wasConfirmed: true });
    const pending = appointment({ status: 'pending', wasConfirmed: false });
    expect(withBookings(call, bookings({ appointments: [cancelled] }), now).bookingConfirmed).toBe(true);
    expect(withBookings(call, bookings({ appointments: [pending] }), now).bookingConfirmed).toBe(false);
  });

  it('keeps the latest failure beside a link, text and all', () => {
    const older = outcome({
      requestId: 'older',
      reason: 'missing_contact',
      decidedAt: new Date('2026-11-21T10:00:30Z'),
    });
    expect(
      withBookings(call, bookings({ appointments: [appointment({})], outcomes: [outcome({}), older] }), now),
    ).toMatchObject({
      bookingFailureReason: 'slot_taken',
      bookingFailureText: 'whole',
      appointmentId: 'a',
    });
  });

  it('is linked since its first appointment was told', () => {
    const [first, second] = [appointment({}), appointment({ id: 'b', toldAt: now })];
    expect(withBookings(call, bookings({ appointments: [first] }), now).appointmentLinkedAt).toEqual(first.toldAt);
    for (const appointments of [
      [first, second],
      [second, first],
    ]) {
      expect(withBookings(call, bookings({ appointments }), now).appointmentLinkedAt).toEqual(second.toldAt);
    }
  });

  const later = new Date('2026-11-22T10:00:00Z');
  const told = outcome({}).decidedAt;
  it.each<[string, Call, Partial<BookingsOfCall>, Date | null]>([
    ['the call began', call, {}, call.startedAt],
    ['the call ended', { ...ended, endedAt: later }, {}, later],
    ['the caller was told to wait', ended, { owedSince: now }, now],
    ['the first refusal', ended, { outcomes: [outcome({ requestId: 's', decidedAt: later }), outcome({})] }, told],
    ['nobody could tell', ended, { outcomes: [outcome({ outcome: 'unresolved' })] }, told],
    ['another call was found to have it', ended, { outcomes: [outcome({ outcome: 'recorded' })] }, told],
    ['now, when nothing tells', ended, {}, later],
  ])('has no link since %s', (_, known, said, since) => {
    expect(withBookings(known, bookings(said), later).linkCauseSince).toEqual(since);
  });

  it('keeps since when a link is missing for a reason that has no time of its own', () => {
    const known = withBookings(ended, bookings({}), now);
    expect(withBookings(known, bookings({}), later).linkCauseSince).toEqual(now);
  });
});
