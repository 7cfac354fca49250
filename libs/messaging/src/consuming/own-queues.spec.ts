import { BookingCreated, BookingRequested, type EventClass, RequestOutcome } from '@callbook/contracts';
import { checkAnswers, checkHandlers, ownQueues } from './own-queues';

const contracts: readonly EventClass[] = [BookingRequested, BookingCreated];
const handler = { queue: 'booking.booking-requested', event: BookingRequested };

describe('the handlers of an app', () => {
  it('are right when every own queue has one', () => {
    expect(ownQueues('booking', contracts)).toEqual(['booking.booking-requested']);
    expect(() => checkHandlers('booking', contracts, [handler])).not.toThrow();
  });

  it.each([
    ['none', [], 'booking.booking-requested has no handler'],
    ['two', [handler, handler], 'booking.booking-requested has two handlers'],
    [
      'one too many',
      [handler, { ...handler, queue: 'booking.other' }],
      'booking.other is not a queue of booking for booking.requested.v1',
    ],
    [
      'one for another event',
      [{ ...handler, event: BookingCreated }],
      'is not a queue of booking for booking.created.v1',
    ],
    [
      "one for another app's queue",
      [handler, { queue: 'records.booking-created', event: BookingCreated }],
      'records.booking-created is not a queue of booking',
    ],
  ])('are refused with %s', (_, handlers, problem) => {
    expect(() => checkHandlers('booking', contracts, handlers)).toThrow(problem);
  });
});

it('a query is answered by one handler', () => {
  expect(() => checkAnswers([RequestOutcome])).not.toThrow();
  expect(() => checkAnswers([RequestOutcome, RequestOutcome])).toThrow(
    'records.query.request-outcome has two handlers',
  );
});
