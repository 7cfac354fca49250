import type { Operation, OwedOutcome } from '@callbook/contracts';

/** A row of `records.owed_answers_view`: whom to ring, and what became of the request. */
export interface OwedAnswer {
  /** What `callbook owed done` takes. */
  readonly id: string;
  readonly company: string;
  readonly retellCallId: string;
  /** E.164 when it is the caller's; as spoken when the caller withheld it; null when there is none. */
  readonly number: string | null;
  readonly name: string | null;
  readonly operation: Operation;
  readonly outcome: OwedOutcome;
  readonly reason: string | null;
  /** Of a request without appointment. */
  readonly wantedStart: Date | null;
  readonly reference: string | null;
  readonly appointmentStatus: string | null;
  readonly startsAt: Date | null;
  /** The company's. */
  readonly timeZone: string;
  /** When the caller was left with "not confirmed yet"; without any answer, when it was decided. */
  readonly saidAt: Date;
  /** Since when there has been something to tell. */
  readonly owedSince: Date;
  readonly settledAt: Date | null;
  readonly settledBy: string | null;
  readonly note: string | null;
}
