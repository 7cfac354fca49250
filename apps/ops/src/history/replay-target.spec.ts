import { eventContracts } from '@callbook/contracts';
import { NoReplayTarget, replayTarget } from './replay-target';

const all = () => true;

describe('where stored events may be told again', () => {
  it('is one consumer, and what it takes', () => {
    expect([...replayTarget('records.call-ended', all).typesOf]).toEqual([['records.call-ended', ['call.ended.v1']]]);
  });

  it('is every consumer of records', () => {
    const wanted = eventContracts.flatMap(({ consumers }) => consumers).filter((queue) => queue.startsWith('records.'));
    expect([...replayTarget('records', all).typesOf.keys()].sort()).toEqual([...new Set(wanted)].sort());
  });

  it('is of booking only what hears of an erasure', () => {
    expect([...replayTarget('booking', all).typesOf.keys()]).toEqual(['booking.customer-erased']);
  });

  it.each([
    ['booking.booking-requested', /would be booked again/],
    ['booking.booking-reschedule-requested', /would be moved again/],
    ['booking.booking-cancel-requested', /would be cancelled again/],
    ['booking.calendar-notified', /an old hint/],
    ['ops.event-history', /takes every event/],
    ['records.nothing', /No contract names a consumer records\.nothing/],
    ['records.call-ended.dead', /No contract names/],
    ['', /No contract names/],
  ])('is not %s, and it is said why', (to, why) => {
    expect(() => replayTarget(to, all)).toThrow(why);
    expect(() => replayTarget(to, all)).toThrow(NoReplayTarget);
  });

  it('is no consumer that takes none of the wanted events, and it is said what it takes', () => {
    expect(() => replayTarget('records.call-ended', (type) => type === 'call.started.v1')).toThrow(
      'records.call-ended takes no such events, but call.ended.v1.',
    );
  });
});
