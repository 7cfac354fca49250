import { type Booking } from '../booking';
import { hasListStatus, selectBookings } from '../booking-query';
import { parseListBookings } from '../input/list-bookings.input';
import { bookingOutput } from '../output/booking.output';
import { oldBookingOutput } from '../output/old-booking.output';
import { type Operation, type OperationContext } from '../routes';

/** The uid is all one needs: no credential is asked for. */
export const getBooking: Operation = function* ({ world, reads, uid }) {
  return { data: bookingOutput(world.read(uid, reads.lagMs), world) };
};

export const getOldBooking: Operation = function* ({ world, reads, uid }) {
  return { data: oldBookingOutput(world.read(uid, reads.lagMs), world) };
};

export const listBookings: Operation = function* (context) {
  const { world, request } = context;
  const query = parseListBookings(request.query);
  const { items, pagination } = selectBookings(visible(context), query, world.clock.now().getTime());
  return { data: items.map((booking) => bookingOutput(booking, world)), pagination };
};

/** Knows status, limit and cursor; the time filters of the later versions are ignored without a word. */
export const listOldBookings: Operation = function* (context) {
  const { world, request } = context;
  const cursor = Number(request.query.cursor ?? 0);
  const limit = Number(request.query.limit ?? 10);
  const status = request.query['filters[status]'] === 'past' ? 'past' : 'upcoming';
  const found = visible(context).filter((row) => hasListStatus(row, status, world.clock.now().getTime()));
  return {
    data: {
      bookings: found.slice(cursor, cursor + limit).map((booking) => oldBookingOutput(booking, world)),
      nextCursor: found.length > cursor + limit ? cursor + limit : null,
    },
  };
};

const visible = ({ world, caller, reads }: OperationContext): Booking[] =>
  world.readable(reads.lagMs).filter((booking) => caller?.hostIds.includes(booking.hostId));
