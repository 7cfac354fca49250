import { type BookingRequested, foldedName } from '@callbook/contracts';
import { type Attempt, type BookingAttempt, isLiving, isOpen } from './attempt';
import type { Decision } from './decision';

export const isBooking = (attempt: Attempt): attempt is BookingAttempt => attempt.operation === 'book';
export const minuteOf = (iso: string): number => Math.floor(Date.parse(iso) / 60_000);
export const nameIn = ({ attendee }: BookingRequested): string | null => foldedName(attendee.name);
export const isWanted = (attempt: Attempt): boolean => !attempt.withdrawnAt && (isOpen(attempt) || isLiving(attempt));

/** The function call means that round, unless it is being undone. */
export function join(attempt: Attempt, rounds: readonly Attempt[]): Decision {
  const isBeingReleased = attempt.withdrawnAt !== null && isLiving(attempt);
  const isBeingUndone = attempt.state === 'compensating' || isBeingReleased;
  if (isBeingUndone || isBeingChanged(attempt, rounds)) return { kind: 'wait' };
  return { kind: 'join', attempt, wantedAgain: attempt.withdrawnAt !== null };
}

/** The caller has asked for its appointment to be cancelled or moved, and wants it all the same now: that comes after this. */
function isBeingChanged(booked: Attempt, rounds: readonly Attempt[]): boolean {
  return isLiving(booked) && rounds.some((other) => isOpen(other) && !other.withdrawnAt && isAbout(other, booked));
}

/** Whether it is a change of what the round has booked. */
export function isAbout(change: Attempt, { bookedUid }: Pick<Attempt, 'bookedUid'>): boolean {
  if (isBooking(change) || bookedUid === null) return false;
  const { target } = change.request;
  return target?.rootUid === bookedUid || target?.calcomUid === bookedUid;
}

/** The number of a new round of a request. */
export function nextRound(requestKey: string, rounds: readonly Attempt[]): number {
  return 1 + Math.max(0, ...rounds.filter((other) => other.requestKey === requestKey).map(({ round }) => round));
}
