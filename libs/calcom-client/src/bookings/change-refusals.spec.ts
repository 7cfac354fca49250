import { isAlreadyCancelled, uidItWasMovedTo } from './change-refusals';

const cancelledTwice =
  "Can't cancel booking with uid=u1 because it has been cancelled already. Please provide uid of a booking that is not cancelled.";
const movedTwice =
  "Can't reschedule booking with uid=u1 because it has been cancelled and rescheduled already to booking with uid=new-2_x. " +
  'You probably want to reschedule new-2_x instead by passing it within the request URL.';

describe('the refusal of a change that was made before', () => {
  it.each([
    [cancelledTwice, true],
    ['This booking has already been cancelled.', true],
    [
      "Can't reschedule booking with uid=u1 because it has been cancelled. Please provide uid of a booking that is not cancelled.",
      true,
    ],
    [movedTwice, false],
    ["Can't reschedule booking with uid=u1 because it has been rejected.", false],
    ['This event type does not allow cancellations', false],
    ['Cannot cancel a booking that has already ended', false],
    ['', false],
  ])('%s: cancelled is %p', (text, expected) => expect(isAlreadyCancelled(text)).toBe(expected));

  it('names the booking it was moved to, and no other text does', () => {
    expect(uidItWasMovedTo(movedTwice)).toBe('new-2_x');
    expect(uidItWasMovedTo(cancelledTwice)).toBeUndefined();
    expect(uidItWasMovedTo('… has been cancelled and rescheduled already to booking with uid=')).toBeUndefined();
  });
});
