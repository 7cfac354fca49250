import {
  BookingCancelRequested,
  type BookingRequested,
  BookingRescheduleRequested,
  type Event,
  type Operation,
} from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import type { Attempt, AttemptState, BookingAttempt, ChangeAttempt, Progress } from './attempt';
import type { Settlement } from './settlement';

/** A function call that asks for something. */
export type Request = Event<BookingRequested> | Event<BookingRescheduleRequested> | Event<BookingCancelRequested>;

export function operationOf({ type }: Pick<Request, 'type'>): Operation {
  if (type === BookingRescheduleRequested.type) return 'reschedule';
  return type === BookingCancelRequested.type ? 'cancel' : 'book';
}

/** Somebody else moved the attempt meanwhile: start again from what it is now. */
export class AttemptMoved extends RetryableError {
  constructor(attemptId: string) {
    super('attempt_moved', `attempt ${attemptId} was moved by somebody else`);
  }
}

/** The same wish is being undone: it can be decided when that is done. */
export class BeingUndone extends RetryableError {
  constructor() {
    super('being_undone', 'the same wish is being undone', { retryAfterMs: 5_000 });
  }
}

/** The appointment is known to be otherwise than was to be told, or is about to be: look again. */
export class ChainMovedOn extends RetryableError {
  constructor() {
    super('chain_moved_on', 'a newer state of the chain is known', { retryAfterMs: 2_000 });
  }
}

/** What is kept with each step: enough to explain later why the next one was taken. Never shown to callers. */
export type Evidence = Readonly<Record<string, unknown>>;

/** What a move sets; what is not named stays as it is, but for the lease, which every move ends unless it sets one. */
export interface Move {
  readonly state: Extract<AttemptState, 'requested' | 'posting' | 'unknown' | 'compensating'>;
  readonly progress?: Progress;
  /** Sets `lastPostAt` to now. */
  readonly posted?: boolean;
  readonly leaseUntil?: Date;
  readonly dueAt: Date;
  readonly providerText?: string;
}

/** The rounds of every request, with every step they took. All requests of one call are decided one after the other. */
export abstract class Attempts {
  /**
   * Decides what the function call means, under the call's lock, by `decide`. The same function call always gets the same
   * decision. Gives the round to go on with; undefined when there is none: it was asked back, or the round has its outcome
   * already. Then its answer is published with the decision.
   * @throws BeingUndone
   */
  abstract take(request: Request): Promise<Attempt | undefined>;

  /** The round with this request id, which anybody may have written into a booking. */
  abstract byId(company: string, attemptId: string): Promise<Attempt | undefined>;

  /**
   * Rounds of other calls that want the same service at the same start and were not refused, nor ended since; oldest first.
   * Whether they are the same person's is for whoever asks.
   */
  abstract ofOtherCalls(attempt: BookingAttempt): Promise<BookingAttempt[]>;

  /** Changes of one appointment, of whichever call, that have no outcome yet; oldest first. */
  abstract openChanges(company: string, rootUid: string): Promise<ChangeAttempt[]>;

  /**
   * One step, durable with its evidence before it returns.
   * @throws AttemptMoved
   */
  abstract move<A extends Attempt>(attempt: A, move: Move, evidence: Evidence): Promise<A>;

  /** When somebody has to look at it again; null for never, once it is settled. Whoever moves it meanwhile decides that instead. */
  abstract schedule(attempt: Attempt, dueAt: Date | null): Promise<void>;

  /** Attempts that are due, oldest first; nobody else gets them before `until`. */
  abstract takeDue(due: { readonly now: Date; readonly until: Date; readonly limit: number }): Promise<Attempt[]>;

  /**
   * Ends the round and publishes its outcome to every function call that joined it: one transaction, in which the rounds it
   * replaces are withdrawn when it booked. A round that nobody could resolve may still be settled by a booking that shows later.
   * @throws AttemptMoved
   * @throws ChainMovedOn when the state that a change led to is an old one
   */
  abstract settle(attempt: Attempt, settlement: Settlement, dueAt: Date | null): Promise<void>;
}
