import type {
  BookingCancelRequested,
  BookingRequested,
  BookingRescheduleRequested,
  Operation,
  RefusalReason,
  UnresolvedReason,
} from '@callbook/contracts';

/**
 * `requested`: nothing is under way. `posting`: a POST is announced and may be under way. `unknown`: the last POST may have
 * done it. `compensating`: what was done is being undone. The others are ends; `changed` is the good one of a change.
 */
export const attemptStates = [
  'requested',
  'posting',
  'unknown',
  'compensating',
  'booked',
  'awaiting_confirmation',
  'already_booked',
  'changed',
  'refused',
  'unresolved',
  'compensation_stuck',
] as const;
export type AttemptState = (typeof attemptStates)[number];

export const openStates: readonly AttemptState[] = ['requested', 'posting', 'unknown', 'compensating'];

/** One Cal.com booking of a request; a composite service has several. */
export interface Part {
  /** Of the service's segment; null for a service that is one booking. */
  readonly segment: string | null;
  readonly eventTypeId: number;
  readonly hostSubset: readonly number[] | null;
  /** ISO 8601. */
  readonly start: string;
  /** How many POSTs were announced. */
  readonly posts: number;
  /** Once it is certain. */
  readonly uid: string | null;
  /** Of a move: the booking that the last POST was to move. */
  readonly from?: string;
}

/** What makes it uncertain whether a POST booked. `refused`: the refusal of a later try may be due to our own booking. */
export type Doubt = 'unclear' | 'server_error' | 'refused';

/** Why a request ends without a booking. */
export interface Ending {
  readonly reason: RefusalReason;
  readonly providerText: string | null;
}

/** How far an attempt got beyond its state. */
export interface Progress {
  /** Planned before the first POST; in the order they are booked. */
  readonly parts: readonly Part[];
  /** The attendee's own address belongs to another person's booking: one of our own is used. */
  readonly ownAddress: boolean;
  readonly doubt: Doubt | null;
  /** ISO 8601: the first look at a time when "not there" is conclusive, that showed nothing. */
  readonly absentAt: string | null;
  /** It was unclear at some time what a POST had done. */
  readonly doubted: boolean;
  /** How it ends if nothing is booked: set when what was booked is being undone, or when only a look is missing. */
  readonly ending: Ending | null;
  /** Attempts of this call that end once this one has booked. */
  readonly replaces: readonly string[];
  /** Of a move that cannot be made in place: the booking that takes the appointment's place. */
  readonly inPlace: BookingRequested | null;
  /** Uids that are cancelled because all that takes their place is booked: from then on there is no way back. */
  readonly released: readonly string[];
}

export const noProgress: Progress = {
  parts: [],
  ownAddress: false,
  doubt: null,
  absentAt: null,
  doubted: false,
  ending: null,
  replaces: [],
  inPlace: null,
  released: [],
};

interface AttemptOf<O extends Operation, R> {
  /** The request id: derived from request key and round; stands in Cal.com's metadata. */
  readonly id: string;
  readonly requestKey: string;
  readonly round: number;
  readonly company: string;
  readonly operation: O;
  readonly state: AttemptState;
  readonly version: number;
  readonly progress: Progress;
  /** When the last POST was announced. It was sent within the lease, or never. */
  readonly lastPostAt: Date | null;
  readonly leaseUntil: Date | null;
  /** When somebody has to look at it again; null when nothing is left to do. */
  readonly dueAt: Date | null;
  /** The caller does not want it any more. */
  readonly withdrawnAt: Date | null;
  /** When the caller asked for it last, by the clock of who heard it: what was said after that about it counts. */
  readonly saidAt: Date;
  /** The last moment at which somebody who asked still waited for the answer. */
  readonly answerBy: Date;
  /** Cal.com's last words about it, whole. */
  readonly providerText: string | null;
  /** Of the booking it was settled with. */
  readonly bookedUid: string | null;
  /** When it got the outcome it has. */
  readonly settledAt: Date | null;
  /** Why it ended without a booking; null while it is open, and for those that have one. */
  readonly reason: RefusalReason | UnresolvedReason | null;
  /** When what was booked was cancelled or rejected: the round is closed. */
  readonly endedAt: Date | null;
  readonly createdAt: Date;
  readonly request: R;
}

/** A round of a wish to book. */
export type BookingAttempt = AttemptOf<'book', BookingRequested>;
/** A round of a wish to change what is booked. */
export type ChangeAttempt =
  AttemptOf<'reschedule', BookingRescheduleRequested> | AttemptOf<'cancel', BookingCancelRequested>;
/** One round of a request. Moved only by compare-and-set on its version, so two workers cannot both think they moved it. */
export type Attempt = BookingAttempt | ChangeAttempt;

/**
 * What the bookings of a round are made for: what was asked for, or what takes the place of that which is moved.
 * @throws Error for a round that books nothing
 */
export function bookingWish(attempt: Attempt): BookingRequested {
  const wish = attempt.operation === 'book' ? attempt.request : attempt.progress.inPlace;
  if (!wish) throw new Error(`attempt ${attempt.id} books nothing`);
  return wish;
}

export function isOpen({ state }: Pick<Attempt, 'state'>): boolean {
  return openStates.includes(state);
}

/** Whether later requests of the same meaning open a new round: after a refusal, or when what was booked has ended since. */
export function isClosed({ state, endedAt }: Pick<Attempt, 'state' | 'endedAt'>): boolean {
  return state === 'refused' || endedAt !== null;
}

/** Whether it stands for an appointment that is there. */
export function isLiving(attempt: Pick<Attempt, 'state' | 'endedAt'>): boolean {
  const { state } = attempt;
  return (state === 'booked' || state === 'awaiting_confirmation' || state === 'already_booked') && !isClosed(attempt);
}

/** The part that is worked on: the first that is not booked yet. */
export function currentPart({ progress }: Pick<Attempt, 'progress'>): Part | undefined {
  return progress.parts.find(({ uid }) => uid === null);
}

/** The progress with the current part changed. */
export function withCurrentPart(progress: Progress, change: Partial<Part>): Progress {
  const index = progress.parts.findIndex(({ uid }) => uid === null);
  return { ...progress, parts: progress.parts.map((part, i) => (i === index ? { ...part, ...change } : part)) };
}

/** Whether any POST was ever announced: only then can a booking exist. */
export function everPosted({ progress }: Pick<Attempt, 'progress'>): boolean {
  return progress.parts.some(({ posts }) => posts > 0);
}

/**
 * "Not there" proves that nothing was booked only when Cal.com has had time to finish what it began: some time after the
 * last POST can have been sent.
 */
export function conclusiveFrom({ lastPostAt }: Pick<Attempt, 'lastPostAt'>, conclusiveAfterMs: number): Date {
  return new Date((lastPostAt?.getTime() ?? 0) + conclusiveAfterMs);
}
