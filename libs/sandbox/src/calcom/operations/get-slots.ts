import { findEventType } from '../booked-event-type';
import { minutesOf } from '../booking-length';
import { parseOldSlots, parseSlots, type SlotsInput } from '../input/slots.input';
import { oldSlotsOutput, slotsOutput } from '../output/slots.output';
import { notFound } from '../refusals';
import { type Operation, type OperationContext } from '../routes';
import { freeStarts } from '../slots/free-starts';

/** Public. The same question may be answered from a cache; a slot may be gone when it is booked. */
export const getSlots: Operation = function* (context) {
  return { data: cached(context, parseSlots(context.request.query), slotsOutput) };
};

export const getOldSlots: Operation = function* (context) {
  return { data: { slots: cached(context, parseOldSlots(context.request.query), oldSlotsOutput) } };
};

function cached(context: OperationContext, input: SlotsInput, output: typeof slotsOutput): object {
  const { world, request, reads, slotsCache } = context;
  const ask = () => {
    const eventType = findEventType(input, world);
    if (!eventType) throw notFound('Event Type not found');
    const minutes = minutesOf(eventType, input.duration);
    const { from, to, rrHostSubsetIds: hostSubset, bookingUidToReschedule: uid } = input;
    const moves = world.bookings.find((booking) => booking.uid === uid);
    return output(freeStarts(world, { eventType, from, to, minutes, hostSubset, moves }), minutes, input);
  };
  return slotsCache.answer(request.path + JSON.stringify(request.query), world.now, reads.slotsCacheMs, ask);
}
