import type { CalcomBooking } from '@callbook/calcom-client';
import type { OrderMark } from './calendar';
import { byAge, carries, metadataOf, replaces } from './order-mark';

const start = new Date('2026-11-26T09:00:00Z');
const mark: OrderMark = { company: 'salon-lindenhof', requestId: 'r1', segment: null, eventTypeId: 2001, start };
const booking = (difference: Partial<CalcomBooking>) =>
  ({ uid: 'u', start, metadata: {}, ...difference }) as CalcomBooking;
const ours = (segment: string | null, difference: Partial<CalcomBooking> = {}) =>
  booking({ metadata: metadataOf({ requestId: 'r1', segment, retellCallId: 'c1' }), ...difference });

describe('a booking carries the marks of an order', () => {
  it.each<[string, CalcomBooking, OrderMark, boolean]>([
    ['when it has its request id and starts then', ours(null), mark, true],
    ['whatever became of it', ours(null, { status: 'cancelled', rescheduledToUid: 'v' }), mark, true],
    ['when it has the segment', ours('finish'), { ...mark, segment: 'finish' }, true],
    ['not when the segment is another', ours('finish'), { ...mark, segment: 'wickeln' }, false],
    ['not when it has a segment and none was ordered', ours('finish'), mark, false],
    ['not when it has no segment and one was ordered', ours(null), { ...mark, segment: 'finish' }, false],
    ['not without metadata', booking({}), mark, false],
    ['not with another request id', booking({ metadata: { callbook_request_id: 'r2' } }), mark, false],
    ['a minute later', ours(null, { start: new Date(start.getTime() + 60_000) }), mark, true],
    ['not when it starts at another time', ours(null, { start: new Date(start.getTime() - 60_001) }), mark, false],
  ])('%s', (_, one, of, expected) => expect(carries(one, of)).toBe(expected));
});

describe('a booking took the place of another one', () => {
  const moved = { company: 'salon-lindenhof', uid: 'old', eventTypeId: 2001, start };
  it.each<[string, Partial<CalcomBooking>, boolean]>([
    ['when it names it and starts then', { rescheduledFromUid: 'old' }, true],
    ['whatever became of it', { rescheduledFromUid: 'old', status: 'cancelled' }, true],
    ['not when it names another', { rescheduledFromUid: 'other' }, false],
    ['not when it names none', { rescheduledFromUid: null }, false],
    [
      'not when it starts at another time',
      { rescheduledFromUid: 'old', start: new Date(start.getTime() + 60_001) },
      false,
    ],
  ])('%s', (_, difference, expected) => expect(replaces(booking(difference), moved)).toBe(expected));
});

it('puts the oldest first, by time and then by id; what has no age last', () => {
  const at = (ms: number, id: number | null, uid = 'u') => booking({ uid, createdAt: new Date(ms), id });
  const some = [
    booking({ uid: 'z', createdAt: null, id: null }),
    at(2, 1),
    at(1, 9),
    at(1, null),
    at(1, 3, 'b'),
    at(1, 3, 'a'),
  ];
  expect(some.toSorted(byAge).map(({ createdAt, id, uid }) => [createdAt?.getTime(), id, uid])).toEqual([
    [1, 3, 'a'],
    [1, 3, 'b'],
    [1, 9, 'u'],
    [1, null, 'u'],
    [2, 1, 'u'],
    [undefined, null, 'z'],
  ]);
});
