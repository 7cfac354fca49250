import { bookingCreated, bookingFact } from '../../test/support/events';
import { permutations } from '../../test/support/permutations';
import { catalogue } from '../../test/support/catalogue';
import { filled } from '../cells/cell';
import { withLink } from '../links/link-decision';
import type { Appointment } from './appointment';
import { appointmentOf } from './appointment-of';
import { claimed, revised } from './revision';

const chain = bookingFact();
const row = (
  said: Parameters<typeof bookingFact>[0] = {},
  callId: string | null = 'call',
  customerId = 'customer',
): Appointment =>
  appointmentOf(bookingCreated({ ...chain, ...said }), {
    callId,
    customer: filled({ customerId, mergedCustomerId: null }),
    catalogue,
  });

const first = row({ revision: 10 });

describe('a fact about a known appointment', () => {
  it('is written when its revision is greater', () => {
    const told = row({ revision: 11, start: '2026-11-27T09:00:00.000Z', end: '2026-11-27T09:30:00.000Z' });
    expect(revised(first, told)).toMatchObject({ revision: 11, startsAt: new Date('2026-11-27T09:00:00Z') });
  });

  it('changes nothing when its revision is known', () => {
    expect(revised(first, row({ revision: 10, location: 'elsewhere' }))).toBe(first);
  });

  it('changes nothing of what the calendar holds when its revision is older', () => {
    const older = row({
      revision: 9,
      location: 'elsewhere',
      status: 'pending',
      host: null,
      hostMissingReason: 'no_host',
    });
    const causesTold = { 'staff no_host': older.toldAt.toISOString() };
    expect(revised(first, older)).toEqual({ ...first, callRevision: 9, causesTold });
  });

  it('adds what lasts: confirmed once, first booked, first told, first known by whom', () => {
    const accepted = row({ revision: 10, status: 'accepted', providerCreatedAt: '2026-11-21T10:00:40.000Z' });
    const cancelled = {
      ...row({ revision: 11, status: 'cancelled', providerCreatedAt: '2026-11-22T10:00:40.000Z' }),
      toldAt: new Date('2026-11-23T10:00:00Z'),
      reference: accepted.reference,
    };
    expect(revised(cancelled, accepted)).toEqual(revised(accepted, cancelled));
    expect(revised(cancelled, accepted)).toMatchObject({
      status: 'cancelled',
      wasConfirmed: true,
      bookedAt: accepted.bookedAt,
      toldAt: accepted.toldAt,
      recordedByMessage: cancelled.recordedByMessage,
    });
  });

  it('says since when a cell is empty, though it was filled in between, in whatever order that is told', () => {
    const at = (minutes: number, said: Parameters<typeof bookingFact>[0]) =>
      appointmentOf(
        { ...bookingCreated({ ...chain, ...said }), time: `2026-11-21T10:0${minutes}:00Z` },
        { callId: 'call', customer: filled({ customerId: 'customer', mergedCustomerId: null }), catalogue },
      );
    const nobody = { host: null, hostMissingReason: 'no_host' } as const;
    const facts = [at(1, { revision: 10, ...nobody }), at(2, { revision: 11 }), at(3, { revision: 12, ...nobody })];
    for (const [one, ...others] of permutations(facts))
      expect(others.reduce(revised, one as Appointment)).toMatchObject({
        staffCause: 'no_host',
        staffCauseSince: new Date('2026-11-21T10:01:00Z'),
      });
  });

  it('keeps the reference, which a person was given', () => {
    expect(revised({ ...first, reference: 'LIND-2222' }, row({ revision: 11 })).reference).toBe('LIND-2222');
  });

  describe('belongs to', () => {
    const link = ({ callId, callRevision, customerId, source, linkCause }: Appointment) => ({
      callId,
      callRevision,
      customerId,
      source,
      linkCause,
    });
    const web = row({ revision: 10 }, null, 'somebody');
    const [one, other] = [row({ revision: 11 }, 'one', 'one'), row({ revision: 12 }, 'other', 'other')];
    const ofOne = { callId: 'one', callRevision: 11, customerId: 'one', source: 'phone', linkCause: null };

    it.each<[string, Appointment[]]>([
      ['the call that any fact names', [web, one]],
      ['the first of two calls', [one, other]],
      ['the first of two calls, with a web fact between', [web, one, other]],
    ])('%s, in every order', (_, facts) => {
      for (const [head, ...tail] of permutations(facts)) {
        expect(link(tail.reduce((known, told) => revised(known, told), head!))).toEqual(ofOne);
      }
    });

    it('nobody, and has the customer of the newest fact, when no fact names a call', () => {
      const newer = row({ revision: 13 }, null, 'renamed');
      for (const made of [revised(web, newer), revised(newer, web)]) {
        expect(link(made)).toMatchObject({ callId: null, customerId: 'renamed', linkCause: 'not_by_phone' });
      }
    });

    it('whomever a person linked it to, or nobody when a person unlinked it', () => {
      const at = new Date('2026-11-22T10:00:00Z');
      const linked = withLink(web, { callId: 'chosen', at, eventId: 'event' });
      const unlinked = withLink(one, { callId: null, at, eventId: 'event' });
      expect(revised(linked, other)).toMatchObject({ revision: 12, callId: 'chosen' });
      expect(revised(unlinked, other)).toMatchObject({ callId: null, linkCause: 'unlinked_by_operator' });
    });
  });

  describe('that no call booked', () => {
    const web = row({ revision: 10 }, null, 'somebody');
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute));
    const link = ({ callId, callClaimedAt, linkCause, source, customerId }: Appointment) => ({
      callId,
      callClaimedAt,
      linkCause,
      source,
      customerId,
    });
    const changes: Record<string, (known: Appointment) => Appointment> = {
      early: (known) => claimed(known, 'early', at(1)),
      asEarly: (known) => claimed(known, 'later id', at(1)),
      late: (known) => claimed(known, 'late', at(2)),
      renewed: (known) => revised(known, row({ revision: 12 }, null, 'renamed')),
      older: (known) => revised(known, row({ revision: 9 }, null, 'before')),
    };
    const inOrder = (names: string[]) => names.reduce((known, name) => changes[name]!(known), web);

    it('belongs to the call that asked for it first, and keeps source and customer, in every order', () => {
      for (const order of permutations(Object.keys(changes))) {
        expect({ order, ...link(inOrder(order)) }).toEqual({
          order,
          callId: 'early',
          callClaimedAt: at(1),
          linkCause: null,
          source: 'calcom',
          customerId: 'renamed',
        });
      }
    });

    it('belongs to the call that booked it, once a fact names that, in every order', () => {
      const named = row({ revision: 11 }, 'booker', 'booker');
      for (const order of permutations(['early', 'late', 'named'])) {
        const known = order.reduce(
          (known, name) => (name === 'named' ? revised(known, named) : changes[name]!(known)),
          web,
        );
        expect({ order, ...link(known) }).toMatchObject({
          order,
          callId: 'booker',
          callClaimedAt: null,
          source: 'phone',
        });
      }
    });

    it('is taken from nobody: neither from the call that booked, nor where a person has decided', () => {
      const unlinked = withLink(web, { callId: null, at: at(0), eventId: 'event' });
      const linked = withLink(web, { callId: 'chosen', at: at(0), eventId: 'event' });
      expect(claimed(first, 'other', at(0))).toBe(first);
      expect(claimed(unlinked, 'other', at(0))).toMatchObject({ callId: null, linkCause: 'unlinked_by_operator' });
      expect(claimed(linked, 'other', at(0))).toMatchObject({ callId: 'chosen', linkCause: null });
    });
  });

  describe('about one that the clock has completed', () => {
    const completed: Appointment = { ...first, status: 'completed' };
    const absence = { host: false, attendee: true };
    const earlier = { start: '2026-11-26T08:00:00.000Z', end: '2026-11-26T08:30:00.000Z' };
    const later = { start: '2026-11-27T09:00:00.000Z', end: '2026-11-27T09:30:00.000Z' };

    it.each<[string, Parameters<typeof bookingFact>[0], Appointment['status']]>([
      ['confirms it: it stays over', { location: 'elsewhere' }, 'completed'],
      ['moves it to an earlier time: it stays over', earlier, 'completed'],
      ['cancels it late', { status: 'cancelled' }, 'cancelled'],
      ['turns it down late', { status: 'rejected' }, 'rejected'],
      ['tells that nobody came', { absence }, 'no_show'],
      ['moves it to a later time, which may be to come', later, 'confirmed'],
      ['is not certain any more', { status: 'pending' }, 'pending'],
    ])('wins when it is newer and %s', (_, said, status) => {
      expect(revised(completed, row({ revision: 11, ...said })).status).toBe(status);
      expect(revised(completed, row({ revision: 11, ...said })).wasConfirmed).toBe(true);
    });

    it('changes nothing of that when it is older', () => {
      expect(revised(completed, row({ revision: 9, absence }))).toEqual({ ...completed, callRevision: 9 });
    });
  });

  it('keeps since when a cell is empty for the same reason, and starts anew for another', () => {
    const empty = row({ revision: 10, host: null, hostMissingReason: 'no_host' });
    const stored = { ...empty, staffCauseSince: new Date('2026-01-01') };
    const same = row({ revision: 11, host: null, hostMissingReason: 'no_host' });
    const other = row({ revision: 11, host: null, hostMissingReason: 'sentinel_host' });
    expect(revised(stored, same).staffCauseSince).toEqual(new Date('2026-01-01'));
    expect(revised(same, stored).staffCauseSince).toEqual(new Date('2026-01-01'));
    expect(revised(stored, other).staffCauseSince).toEqual(other.staffCauseSince);
    expect(revised(other, stored).staffCauseSince).toEqual(other.staffCauseSince);
    expect(revised(stored, row({ revision: 11 }))).toMatchObject({ staffCause: null, staffCauseSince: null });
  });
});
