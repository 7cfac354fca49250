import { bookingCreated, bookingFact } from '../../test/support/events';
import { catalogue } from '../../test/support/catalogue';
import { filled } from '../cells/cell';
import type { Appointment } from './appointment';
import { appointmentOf } from './appointment-of';
import { revised } from './revision';

const chain = bookingFact();
const row = (said: Parameters<typeof bookingFact>[0] = {}, callId: string | null = 'call'): Appointment =>
  appointmentOf(bookingCreated({ ...chain, ...said }), { callId, customer: filled('customer'), catalogue });

const first = row({ revision: 10 });

describe('a fact about a known appointment', () => {
  it('is written when its revision is greater', () => {
    const told = row({ revision: 11, start: '2026-11-27T09:00:00.000Z', end: '2026-11-27T09:30:00.000Z' });
    expect(revised(first, told)).toMatchObject({ revision: 11, startsAt: new Date('2026-11-27T09:00:00Z') });
  });

  it.each([10, 9])('changes nothing with revision %i after 10', (revision) => {
    expect(revised(first, row({ revision, location: 'elsewhere' }))).toBe(first);
  });

  it('ends in the same row whatever the order', () => {
    const accepted = row({ revision: 10, status: 'accepted' });
    const cancelled = row({ revision: 11, status: 'cancelled' });
    expect(revised(cancelled, accepted)).toEqual(revised(accepted, cancelled));
    expect(revised(cancelled, accepted)).toMatchObject({ status: 'cancelled', wasConfirmed: true });
  });

  it('keeps reference and call', () => {
    const stored = { ...first, reference: 'LIND-2222' };
    const told = row({ revision: 11 }, null);
    expect(revised(stored, told)).toMatchObject({
      reference: 'LIND-2222',
      callId: 'call',
      linkCause: null,
      source: 'phone',
    });
  });

  it('gives a call to an appointment without one, however old it is', () => {
    const web = row({ revision: 10 }, null);
    expect(revised(web, row({ revision: 9 }))).toMatchObject({ revision: 10, callId: 'call', linkCause: null });
  });

  it('keeps since when a cell is empty for the same reason, and starts anew for another', () => {
    const empty = row({ revision: 10, host: null, hostMissingReason: 'no_host' });
    const stored = { ...empty, staffCauseSince: new Date('2026-01-01') };
    const same = row({ revision: 11, host: null, hostMissingReason: 'no_host' });
    const other = row({ revision: 11, host: null, hostMissingReason: 'sentinel_host' });
    expect(revised(stored, same).staffCauseSince).toEqual(new Date('2026-01-01'));
    expect(revised(stored, other).staffCauseSince).toEqual(other.staffCauseSince);
    expect(revised(stored, row({ revision: 11 }))).toMatchObject({ staffCause: null, staffCauseSince: null });
  });
});
