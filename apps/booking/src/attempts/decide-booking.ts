import { type BookingRequested } from '@callbook/contracts';
import { type Attempt, type BookingAttempt, isClosed, isLiving, isOpen } from './attempt';
import type { Decision } from './decision';
import { isNearlySame } from './nearly-same';
import { isAbout, isBooking, isWanted, join, minuteOf, nameIn, nextRound } from './rounds-of-call';

/** A wish, and when it was said. */
interface Said {
  readonly data: BookingRequested;
  readonly time: string;
}

/** What a wish to book means: one of the rounds that are there, or a new one. */
export function decideBooking(said: Said, rounds: readonly Attempt[]): Decision {
  const { data: request } = said;
  const bookings = rounds.filter(isBooking);
  const sameSlot = bookings.filter(
    ({ request: other }) =>
      other.service.id === request.service.id && minuteOf(other.start) === minuteOf(request.start),
  );
  const overtaken = sameSlot.findLast(
    (other) =>
      mayBeSame(other.request, request) && isOverSince(other, said, rounds) && !bringsWhatWasMissing(said, other),
  );
  if (overtaken) return { kind: 'join', attempt: overtaken, wantedAgain: false };
  const same = sameRound(request, sameSlot);
  if (same) return join(same, rounds);

  const mayStillMean = (other: BookingAttempt) => !isClosed(other) || isOverSince(other, said, rounds);
  const nearly = sameSlot.find((other) => mayStillMean(other) && isNearlySame(nameIn(other.request), nameIn(request)));
  if (nearly && !request.asWell) {
    const confirmed = request.insteadOf !== null && names(request.insteadOf, nearly);
    return confirmed ? join(nearly, rounds) : { kind: 'ask_back', question: 'same_person', about: nearly };
  }

  const round = nextRound(request.requestKey, rounds);
  if (bookings.some((other) => isSaidInsteadOf(other, said)))
    return { kind: 'open', request, round, withdraws: [], replaces: [], givenUp: true };
  if (request.asWell) return { kind: 'open', request, round, withdraws: [], replaces: [] };
  return decideNewStart(request, round, { bookings, sameSlot });
}

/** Another start than any before: what it takes the place of has to be clear. */
function decideNewStart(
  request: BookingRequested,
  round: number,
  {
    bookings,
    sameSlot,
  }: { readonly bookings: readonly BookingAttempt[]; readonly sameSlot: readonly BookingAttempt[] },
): Decision {
  const named = request.insteadOf === null ? [] : namedBy(request.insteadOf, request, bookings);
  const withdraws = [...named, ...inTheirPlace(named, bookings)].filter((other) => isWanted(other) && isOpen(other));
  const ended = named.filter((other) => !isLiving(other));
  const booked = named.filter((other) => isWanted(other) && isLiving(other));
  // Refused rounds of the same wish: what it was to take the place of need not be said again with what was missing.
  const refused = sameSlot.filter((other) => other.state === 'refused' && nameIn(other.request) === nameIn(request));
  const replaces = [...new Set([...booked, ...toBeReplaced([...refused, ...ended], bookings)])];
  const about = inTheWay(request, bookings, { named, givesWay: withdraws.length + replaces.length > 0 });
  if (about) return { kind: 'ask_back', question: 'instead_or_as_well', about };
  return { kind: 'open', request, round, withdraws, replaces };
}

/** What was to take the place of the same, and has not booked yet: the last word counts. */
function inTheirPlace(named: readonly BookingAttempt[], bookings: readonly BookingAttempt[]): BookingAttempt[] {
  const ids = named.map(({ id }) => id);
  return bookings.filter((other) => !named.includes(other) && other.progress.replaces.some((id) => ids.includes(id)));
}

/** The round of which it is not clear what becomes of it: what is there is not given up on a guess, nor kept beside the new one. */
function inTheWay(
  request: BookingRequested,
  bookings: readonly BookingAttempt[],
  { named, givesWay }: { readonly named: readonly BookingAttempt[]; readonly givesWay: boolean },
): BookingAttempt | undefined {
  const wanted = bookings.filter(isWanted);
  if (request.insteadOf === null)
    return wanted.find((other) => isForTheSame(other, request) && isOpen(other) && other.state !== 'compensating');
  if (request.insteadOf === 'earlier' || givesWay) return undefined;
  const rival = wanted.findLast((other) => isForTheSame(other, request));
  // Nobody has heard of what is named, or it has given way before, to the one that is there.
  const hasGivenWay = named.some(({ withdrawnAt }) => withdrawnAt) && rival?.request.insteadOf;
  return named.length === 0 || hasGivenWay ? rival : undefined;
}

/** Messages overtake each other: what is asked for only now had been given up for the other one when that was said. */
function isSaidInsteadOf(other: BookingAttempt, { data: request, time }: Said): boolean {
  const { insteadOf } = other.request;
  if (insteadOf === null || new Date(time) >= other.saidAt) return false;
  return insteadOf === 'earlier'
    ? isForTheSame(other, request)
    : minuteOf(insteadOf) === minuteOf(request.start) && isSameAttendee(other, request);
}

/** What wishes were to take the place of that came to nothing: that falls to the one that comes after them. */
function toBeReplaced(ended: readonly BookingAttempt[], bookings: readonly BookingAttempt[]): BookingAttempt[] {
  const ids = ended.flatMap(({ progress }) => progress.replaces);
  return bookings.filter((other) => ids.includes(other.id) && isLiving(other) && !other.withdrawnAt);
}

/** A refusal for want of an address is no answer to who has given one. */
function bringsWhatWasMissing({ data: { attendee } }: Said, { reason, request }: BookingAttempt): boolean {
  const { email, phone } = request.attendee;
  const bringsMore = (email === null && attendee.email !== null) || (phone === null && attendee.phone !== null);
  return reason === 'missing_contact' && bringsMore;
}

/** Messages overtake each other: what was said while a round was open or living belongs to it, though it is over by now. */
function isOverSince(round: BookingAttempt, { time }: Said, rounds: readonly Attempt[]): boolean {
  const { state, settledAt, withdrawnAt, endedAt } = round;
  if (withdrawnAt === null && !isClosed(round)) return false;
  const givenUpFor = rounds.findLast((other) => isGivenUpFor(round, other));
  const overAt = givenUpFor?.saidAt ?? withdrawnAt ?? endedAt ?? (state === 'refused' ? settledAt : null);
  return overAt !== null && new Date(time) < overAt;
}

/** Whether the caller gave the round up by asking for the other one. */
function isGivenUpFor(round: BookingAttempt, other: Attempt): boolean {
  return isBooking(other)
    ? other.progress.replaces.includes(round.id)
    : other.operation === 'cancel' && isAbout(other, round);
}

/** The round that means the same: by its key, or by its slot when one of the two was said without a name. */
function sameRound(request: BookingRequested, sameSlot: readonly BookingAttempt[]): BookingAttempt | undefined {
  const current = sameSlot.filter((other) => !isClosed(other));
  const equal = current.find((other) => nameIn(other.request) === nameIn(request));
  if (equal) return equal;
  if (nameIn(request) !== null) {
    // Whoever wants it as well is somebody else than the one who was not named.
    return request.asWell ? undefined : current.find((other) => nameIn(other.request) === null);
  }
  if (current.length === 1) return current[0];
  // Said without a name at first, and again now; the name came in between.
  return current.find(({ requestKey }) => requestKey === request.requestKey);
}

function mayBeSame(other: BookingRequested, request: BookingRequested): boolean {
  const [one, two] = [nameIn(other), nameIn(request)];
  return one === null || two === null || one === two;
}

const names = (insteadOf: string, { request }: BookingAttempt): boolean =>
  insteadOf === 'earlier' || minuteOf(insteadOf) === minuteOf(request.start);

/**
 * The rounds a wish is to take the place of. `earlier` means the open ones of that person and service, or else what is
 * booked last. A start may also name what was refused or given up: then what that was to replace is meant.
 */
function namedBy(insteadOf: string, request: BookingRequested, bookings: readonly BookingAttempt[]): BookingAttempt[] {
  if (insteadOf !== 'earlier')
    return bookings.filter((other) => names(insteadOf, other) && isSameAttendee(other, request));
  const earlier = bookings.filter((other) => isWanted(other) && isForTheSame(other, request));
  const open = earlier.filter((other) => isOpen(other) && other.state !== 'compensating');
  return open.length > 0 ? open : earlier.filter(isLiving).slice(-1);
}

/** A name that is heard once more may be spelled differently, which must not turn "instead" into "as well". */
function isForTheSame(other: BookingAttempt, request: BookingRequested): boolean {
  return other.request.service.id === request.service.id && isSameAttendee(other, request);
}

function isSameAttendee(other: BookingAttempt, request: BookingRequested): boolean {
  const [one, two] = [nameIn(other.request), nameIn(request)];
  return one === null || two === null || one === two || isNearlySame(one, two);
}
