import type { BookingCancelRequested, BookingRescheduleRequested } from '@callbook/contracts';
import { type Attempt, type BookingAttempt, isClosed, isOpen } from './attempt';
import type { Decision, RequestData } from './decision';
import { isBooking, isWanted, join, minuteOf, nextRound } from './rounds-of-call';

/** What a wish to cancel means. Without a target, the wish of this call for that start. */
export function decideCancellation(
  request: BookingCancelRequested,
  rounds: readonly Attempt[],
  saidAt: Date,
): Decision {
  if (request.target) return decideChange(request, rounds, saidAt);
  const wished = rounds.filter(
    (other): other is BookingAttempt => isBooking(other) && minuteOf(other.request.start) === minuteOf(request.start),
  );
  const attempt = wished.findLast(isWanted) ?? wished.findLast((other) => !isClosed(other));
  if (!attempt) return nothingToChange(request, rounds, 'appointment_unknown');
  if (isWantedSince(attempt, saidAt)) return nothingToChange(request, rounds, 'superseded');
  if (isOpen(attempt) || attempt.bookedUid === null) return { kind: 'withdraw', attempt };
  // Booked since: an appointment like any other, only that the record did not have it yet when the caller asked.
  const { service, start } = attempt.request;
  const target = { rootUid: attempt.bookedUid, calcomUid: attempt.bookedUid, start, service };
  return decideChange({ ...request, target }, rounds, saidAt);
}

/** What a wish to move or cancel an appointment means. */
export function decideChange(
  request: BookingRescheduleRequested | BookingCancelRequested,
  rounds: readonly Attempt[],
  saidAt: Date,
): Decision {
  // A wish of this call has one key, whatever it was booked as since: a change of an earlier booking is not this one.
  const same = rounds.findLast(
    (other) =>
      !isBooking(other) &&
      other.requestKey === request.requestKey &&
      !isClosed(other) &&
      !(other.state === 'changed' && other.withdrawnAt) &&
      other.request.target?.rootUid === request.target?.rootUid,
  );
  if (same) return join(same, []);
  if (!request.target) return nothingToChange(request, rounds, 'appointment_unknown');
  const { rootUid, calcomUid } = request.target;
  const booked = rounds.find(({ bookedUid }) => bookedUid === rootUid || bookedUid === calcomUid);
  if (booked && isBooking(booked) && isWantedSince(booked, saidAt))
    return nothingToChange(request, rounds, 'superseded');
  const round = nextRound(request.requestKey, rounds);
  // The last word counts: an earlier change of the same appointment that is still open gives way.
  const withdraws = rounds.filter(
    (other) => !isBooking(other) && isOpen(other) && !other.withdrawnAt && other.request.target?.rootUid === rootUid,
  );
  return { kind: 'open', request, round, withdraws, replaces: [] };
}

/** Messages overtake each other: the caller wants it, and said so after this. */
function isWantedSince({ saidAt }: BookingAttempt, changeSaidAt: Date): boolean {
  return changeSaidAt < saidAt;
}

function nothingToChange(
  { requestKey }: RequestData,
  rounds: readonly Attempt[],
  reason: 'appointment_unknown' | 'superseded',
): Decision {
  return { kind: 'nothing_to_change', round: nextRound(requestKey, rounds), reason };
}
