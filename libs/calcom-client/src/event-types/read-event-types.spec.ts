import { CalcomUnclear } from '../calcom-errors';
import { type CalcomAnswer } from '../http/calcom-answer';
import { eventTypeOrNothingIn, eventTypesIn, teamsIn } from './read-event-types';

const answer = (data: unknown, status = 200): CalcomAnswer => ({
  operation: 'event-types.get',
  status,
  headers: {},
  body: JSON.stringify(status < 300 ? { status: 'success', data } : data),
  askedAt: new Date(),
  answeredAt: new Date(),
});
const read = (changes: object) => eventTypeOrNothingIn(answer({ id: 2001, lengthInMinutes: 30, ...changes }));

describe('an event type', () => {
  it('needs no more than id and length', () => {
    expect(read({})).toEqual({
      id: 2001,
      title: null,
      lengthInMinutes: 30,
      price: null,
      hidden: false,
      scheduling: 'individual',
      hosts: [],
      requiresConfirmation: false,
      requiresEmailVerification: false,
      requiredFields: [],
    });
  });

  it.each([
    ['of the 2024-04-15 version, whose length has another name', { lengthInMinutes: undefined, length: 30 }],
    ['without id', { id: undefined }],
  ])('is not understood %s', (_, changes) => {
    expect(() => read(changes)).toThrow(CalcomUnclear);
  });

  it.each([
    [
      { price: 3200, currency: 'eur' },
      { minor: 3200, currency: 'EUR' },
    ],
    [{ price: 0, currency: 'usd' }, null],
    [{ price: 3200 }, null],
  ])('with %j costs %j', (changes, price) => {
    expect(read(changes)?.price).toEqual(price);
  });

  it.each([
    [
      'its owner',
      { ownerId: 7, users: [{ id: 7, name: 'Anna', username: 'anna' }] },
      [{ userId: 7, name: 'Anna', username: 'anna' }],
    ],
    ['its owner, though no user is told', { ownerId: 7 }, [{ userId: 7, name: null, username: null }]],
    [
      'the hosts of its team',
      { teamId: 1, ownerId: null, hosts: [{ userId: 8, name: 'Ben' }] },
      [{ userId: 8, name: 'Ben', username: null }],
    ],
  ])('has as hosts %s', (_, changes, hosts) => {
    expect(read(changes)?.hosts).toEqual(hosts);
  });

  it.each([
    [{ disabled: true }, false],
    [undefined, false],
    [{ type: 'always', blockUnconfirmedBookingsInBooker: false }, true],
    [{ type: 'time', noticeThreshold: { unit: 'hours', count: 4 } }, true],
  ])('with the policy %j waits for confirmation: %s', (confirmationPolicy, waits) => {
    expect(read({ confirmationPolicy })?.requiresConfirmation).toBe(waits);
  });

  it('asks what is required, seen, and not filled in by Cal.com or by every booking', () => {
    const bookingFields = [
      { slug: 'name', required: true },
      { slug: 'title', required: true },
      { slug: 'email', required: true },
      { slug: 'attendeePhoneNumber', required: false },
      { slug: 'colour', required: true, hidden: true },
      { slug: 'hair-length', required: true },
      'nonsense',
    ];
    expect(read({ bookingFields })?.requiredFields).toEqual(['email', 'hair-length']);
  });

  it.each([403, 404])('is nothing when Cal.com says %s', (status) => {
    const body = { status: 'error', error: { code: 'NotFoundException', message: 'Event type with id 1 not found' } };
    expect(eventTypeOrNothingIn(answer(body, status))).toBeUndefined();
  });
});

describe('a list', () => {
  it('of event types is all of them, or not understood', () => {
    expect(eventTypesIn(answer([{ id: 1, lengthInMinutes: 5 }])).map(({ id }) => id)).toEqual([1]);
    expect(() => eventTypesIn(answer([{ id: 1 }]))).toThrow(CalcomUnclear);
    expect(() => eventTypesIn(answer({ eventTypeGroups: [] }))).toThrow(CalcomUnclear);
  });

  it('of teams is their ids and names', () => {
    expect(teamsIn(answer([{ id: 3, name: 'Team' }, {}]))).toEqual([{ id: 3, name: 'Team' }]);
    expect(() => teamsIn(answer({}))).toThrow(CalcomUnclear);
  });
});
