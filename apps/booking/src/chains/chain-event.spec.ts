import { BookingCreated, type BookingStatus, sampleCompany, sampleOf } from '@callbook/contracts';
import { chainEvent, chainEventClass } from './chain-event';
import { type ChainFact, contentHashOf } from './chain-fact';

const fact: ChainFact = sampleOf(BookingCreated);
const moved: Partial<ChainFact> = { calcomUid: 'next' };
const otherHost: Partial<ChainFact> = { host: { id: 1001, name: 'Anna Berger', email: null, timeZone: null } };
const noShow: Partial<ChainFact> = { absence: { host: false, attendee: true } };
const hostAbsent: Partial<ChainFact> = { absence: { host: true, attendee: false } };
const later: Partial<ChainFact> = { start: '2026-11-26T09:15:00.000Z' };

describe('the event that tells what is new about a chain', () => {
  it.each<[string, Partial<ChainFact>, Partial<ChainFact> | undefined, string | undefined]>([
    ['first seen accepted', {}, undefined, 'booking.created.v1'],
    ['first seen pending', { status: 'pending' }, undefined, 'booking.awaiting-confirmation.v1'],
    ['first seen cancelled', { status: 'cancelled' }, undefined, 'booking.cancelled.v1'],
    ['first seen rejected', { status: 'rejected' }, undefined, 'booking.rejected.v1'],
    ['confirmed', {}, { status: 'pending' }, 'booking.created.v1'],
    ['cancelled', { status: 'cancelled' }, {}, 'booking.cancelled.v1'],
    ['moved', moved, {}, 'booking.rescheduled.v1'],
    ['moved within one booking', later, {}, 'booking.rescheduled.v1'],
    ['moved, to be confirmed', { ...moved, status: 'pending' }, {}, 'booking.rescheduled.v1'],
    ['moved and then cancelled', { ...moved, status: 'cancelled' }, {}, 'booking.cancelled.v1'],
    ['booked anew after it was cancelled', moved, { status: 'cancelled' }, 'booking.rescheduled.v1'],
    ['given to another person', otherHost, {}, 'booking.reassigned.v1'],
    ['with a host that was missing', {}, { host: null }, 'booking.reassigned.v1'],
    ['moved and given to another person', { ...moved, ...otherHost }, {}, 'booking.rescheduled.v1'],
    ['given to another person and confirmed', otherHost, { status: 'pending' }, 'booking.created.v1'],
    ['not turned up for', noShow, {}, 'booking.absence-marked.v1'],
    ['with a host who did not come', hostAbsent, {}, 'booking.absence-marked.v1'],
    ['with a mark taken back', {}, noShow, 'booking.absence-marked.v1'],
    ['given to another person and not turned up for', { ...otherHost, ...noShow }, {}, 'booking.reassigned.v1'],
    ['with nobody marked, said in so many words', { absence: { host: false, attendee: false } }, {}, undefined],
    ['with another location', { location: 'somewhere else' }, {}, undefined],
  ])('%s', (_, now, before, expected) => {
    expect(chainEventClass({ ...fact, ...now }, before && { ...fact, ...before })?.type).toBe(expected);
  });

  const context = { company: sampleCompany, revision: 7, functionCallIds: [], now: new Date('2026-11-21T10:00:00Z') };

  it('correlates with the call, or with the chain when there was none', () => {
    const { call: _, ...rest } = fact;
    const web = chainEvent(BookingCreated, { ...rest, call: null }, context);
    expect(chainEvent(BookingCreated, fact, context).correlationid).toBe(fact.call?.retellCallId);
    expect(web.correlationid).toBe(
      chainEvent(BookingCreated, { ...rest, call: null, ...later }, context).correlationid,
    );
    expect(web.correlationid).not.toBe(fact.call?.retellCallId);
  });

  it('has one id for one number', () => {
    const idAt = (revision: number) => chainEvent(BookingCreated, fact, { ...context, revision }).id;
    expect(idAt(7)).toBe(idAt(7));
    expect(idAt(8)).not.toBe(idAt(7));
  });
});

describe('the content of a chain', () => {
  const statuses: BookingStatus[] = ['pending', 'cancelled'];

  it.each<[Partial<ChainFact>]>([
    [moved],
    [later],
    [{ end: '2026-11-26T09:45:00.000Z' }],
    [{ host: null }],
    [noShow],
    [hostAbsent],
    ...statuses.map((status): [Partial<ChainFact>] => [{ status }]),
  ])('differs with %j', (difference) => {
    expect(contentHashOf({ ...fact, ...difference })).not.toBe(contentHashOf(fact));
  });

  it.each<[Partial<ChainFact>]>([
    [{ providerUpdatedAt: null }],
    [{ hostReadFrom: 'get' }],
    [{ catalogueVersion: 2 }],
    [{ absence: null }],
    [{ location: 'somewhere else' }],
  ])('is the same with %j', (difference) => {
    expect(contentHashOf({ ...fact, ...difference })).toBe(contentHashOf(fact));
  });
});
