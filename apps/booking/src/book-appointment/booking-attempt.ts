import type { BookingRequested, RefusalReason, UnresolvedReason } from '@callbook/contracts';
import type { ChainReading } from '../chains/chains';

export type AttemptState =
  | 'requested'
  | 'posting'
  | 'unknown'
  | 'compensating'
  | 'booked'
  | 'awaiting_confirmation'
  | 'refused'
  | 'unresolved'
  | 'compensation_stuck';

const settledStates: readonly AttemptState[] = [
  'booked',
  'awaiting_confirmation',
  'refused',
  'unresolved',
  'compensation_stuck',
];

/** One round of a request. Moved only by compare-and-set on its version, so two workers cannot both think they moved it. */
export interface BookingAttempt {
  /** The request id: derived from request key and round; stands in Cal.com's metadata. */
  readonly id: string;
  readonly requestKey: string;
  readonly round: number;
  readonly company: string;
  readonly state: AttemptState;
  readonly version: number;
  /** Chosen before the first POST; where a look-up has to look. */
  readonly eventTypeId: number | null;
  /** When the last POST was announced. It was sent within the lease, or never. */
  readonly lastPostAt: Date | null;
  readonly leaseUntil: Date | null;
  /** Cal.com's last words about it, whole. */
  readonly providerText: string | null;
  /** Of the booking it was settled with. */
  readonly bookedUid: string | null;
  readonly request: BookingRequested;
}

/** How a round ends. A fact's revision is given where it is stored, under the chain's lock. */
export type Settlement =
  | { readonly kind: 'booked'; readonly reading: ChainReading }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly providerText: string | null }
  | { readonly kind: 'unresolved'; readonly reason: UnresolvedReason; readonly providerText: string | null };

/** What has to be done about an attempt now. */
export type NextStep = 'nothing' | 'post' | 'wait' | 'look_up';

/**
 * A first attempt posts: it has nothing to look for. One that may have booked is looked up before anything else, but not
 * while the worker that announced the POST may still be waiting for its answer.
 */
export function nextStep(attempt: BookingAttempt, now: Date): NextStep {
  if (isSettled(attempt)) return 'nothing';
  if (attempt.state === 'requested') return 'post';
  if (attempt.state === 'posting' && attempt.leaseUntil && attempt.leaseUntil > now) return 'wait';
  return 'look_up';
}

export function isSettled(attempt: Pick<BookingAttempt, 'state'>): boolean {
  return settledStates.includes(attempt.state);
}

/** The state a settlement leads to. */
export function settledState(settlement: Settlement): AttemptState {
  if (settlement.kind !== 'booked') return settlement.kind;
  return settlement.reading.fact.status === 'pending' ? 'awaiting_confirmation' : 'booked';
}

/** Whether later requests with this key open a new round: after a refusal, or when what was booked has ended since. */
export function isClosed(round: { readonly state: AttemptState; readonly endedAt: Date | null }): boolean {
  return round.state === 'refused' || round.endedAt !== null;
}

/**
 * "Not there" proves that nothing was booked only when Cal.com has had time to finish what it began: some time after the
 * last POST can have been sent.
 */
export function isConclusive(
  attempt: Pick<BookingAttempt, 'lastPostAt'>,
  now: Date,
  conclusiveAfterMs: number,
): boolean {
  return attempt.lastPostAt !== null && now.getTime() - attempt.lastPostAt.getTime() >= conclusiveAfterMs;
}
