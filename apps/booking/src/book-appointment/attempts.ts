import type { BookingRequested, Event } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import type { BookingAttempt, Settlement } from './booking-attempt';

/** Somebody else moved the attempt meanwhile: start again from what it is now. */
export class AttemptMoved extends RetryableError {
  constructor(attemptId: string) {
    super('attempt_moved', `attempt ${attemptId} was moved by somebody else`);
  }
}

/** What is kept with each step: enough to explain later why the next one was taken. Never shown to callers. */
export type Evidence = Readonly<Record<string, unknown>>;

/** The rounds of every request, with every step they took. All requests of one call are decided one after the other. */
export abstract class Attempts {
  /**
   * The round this function call belongs to. The same function call always gets the same round. A new one joins the round
   * that is open or holds a living booking, else it opens the next.
   */
  abstract openRound(event: Event<BookingRequested>): Promise<BookingAttempt>;

  /** The round with this request id, which anybody may have written into a booking. */
  abstract byId(company: string, attemptId: string): Promise<BookingAttempt | undefined>;

  /**
   * Announces a POST, durably, before it is sent. Until `leaseUntil` nobody else works on the attempt.
   * @throws AttemptMoved
   */
  abstract posting(attempt: BookingAttempt, post: { eventTypeId: number; leaseUntil: Date }): Promise<BookingAttempt>;

  /**
   * The POST was not taken, for certain: as before it.
   * @throws AttemptMoved
   */
  abstract notTaken(attempt: BookingAttempt, evidence: Evidence): Promise<BookingAttempt>;

  /**
   * The POST may have booked.
   * @throws AttemptMoved
   */
  abstract unclear(
    attempt: BookingAttempt,
    evidence: Evidence & { readonly providerText: string },
  ): Promise<BookingAttempt>;

  /**
   * Ends the round and publishes its outcome to every function call that joined it: one transaction. A round that nobody
   * could resolve may still be settled by a booking that shows later.
   * @throws AttemptMoved
   */
  abstract settle(attempt: BookingAttempt, settlement: Settlement): Promise<void>;
}
