import type { OwedAnswer } from './owed-answer';
import { moment, whatToTell } from './what-to-tell';

const booked: OwedAnswer = {
  id: '6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11',
  company: 'salon-lindenhof',
  retellCallId: 'call_1',
  number: '+4915112345678',
  name: 'Jonas Weber',
  operation: 'book',
  outcome: 'recorded',
  reason: null,
  wantedStart: null,
  reference: 'LIND-4M7K',
  appointmentStatus: 'confirmed',
  startsAt: new Date('2026-11-26T09:00:00Z'),
  timeZone: 'Europe/Berlin',
  saidAt: new Date('2026-11-21T10:00:48Z'),
  owedSince: new Date('2026-11-21T10:00:55Z'),
  settledAt: null,
  settledBy: null,
  note: null,
};
const moved: OwedAnswer = { ...booked, operation: 'reschedule', outcome: 'changed' };
const cancelled: OwedAnswer = { ...moved, operation: 'cancel', appointmentStatus: 'cancelled' };
const failed: OwedAnswer = {
  ...booked,
  outcome: 'failed',
  reason: 'slot_taken',
  wantedStart: booked.startsAt,
  reference: null,
  appointmentStatus: null,
  startsAt: null,
};
const when = 'Thu 26 Nov 2026 10:00';

describe('what to tell', () => {
  it.each<[OwedAnswer, string]>([
    [booked, `booked: ${when}, LIND-4M7K`],
    [{ ...booked, appointmentStatus: 'pending' }, `requested, the salon still has to confirm it: ${when}, LIND-4M7K`],
    [
      { ...booked, appointmentStatus: 'cancelled' },
      `will not take place: ${when}, LIND-4M7K was booked, and has been cancelled since`,
    ],
    [
      { ...moved, appointmentStatus: 'rejected' },
      `will not take place: ${when}, LIND-4M7K was moved, and has been turned down by the salon since`,
    ],
    [moved, `moved to: ${when}, LIND-4M7K`],
    [cancelled, `cancelled: ${when}, LIND-4M7K`],
    [{ ...cancelled, appointmentStatus: 'confirmed' }, `cancelled as asked, but it is there again: ${when}, LIND-4M7K`],
    [failed, `not booked (slot_taken), wanted ${when}`],
    [{ ...failed, operation: 'reschedule' }, `not moved, it stays as it was (slot_taken), wanted ${when}`],
    [{ ...failed, operation: 'cancel', wantedStart: null }, 'not cancelled (slot_taken)'],
    [{ ...failed, reason: 'withdrawn' }, `taken back as asked, nothing is booked, wanted ${when}`],
    [
      { ...failed, reason: 'same_person' },
      `not booked, wanted ${when}: ask whether it is the person of the other wish`,
    ],
    [
      { ...failed, outcome: 'unresolved', reason: 'not_found_after_unclear_post' },
      'unclear (not_found_after_unclear_post): look into Cal.com before you ring',
    ],
    [
      { ...failed, outcome: 'unresolved', reason: 'no_outcome', wantedStart: null },
      'unclear, nothing was ever heard of it: look into the dead letters, then into Cal.com',
    ],
  ])('%# is one line', (owed, expected) => {
    expect(whatToTell(owed)).toBe(expected);
  });

  it('is in the time of the company', () => {
    expect(moment(new Date('2026-06-30T22:30:00Z'), 'Europe/Berlin')).toBe('Wed 1 Jul 2026 00:30');
  });
});
