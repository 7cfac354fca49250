import { IsIn, IsISO8601, IsOptional, IsString, IsUUID } from 'class-validator';
import { type Operation, operations } from '../ids/request-key';
import { CallIdentity } from '../values/call-identity';
import { Nested, NestedOrNull } from '../values/nested';
import { AppointmentState } from '../values/appointment-state';

/** What became of a request whose caller does not know it. */
export const owedOutcomes = ['recorded', 'changed', 'failed', 'unresolved'] as const;
export type OwedOutcome = (typeof owedOutcomes)[number];

/**
 * A caller was left with "not confirmed yet" or without any answer, and now the outcome is known, or nothing was heard of it for
 * too long: somebody has to tell them.
 */
export class CallAnswerOwed {
  static readonly type = 'call.answer-owed.v1';
  static readonly publisher = 'records';
  static readonly consumers: string[] = [];
  static subjectOf = (data: CallAnswerOwed): string => data.call.retellCallId;

  /** Id of the owed answer; what `callbook owed done` takes. */
  @IsUUID()
  owedAnswerId: string;

  /** `customerNumber` is the number to ring. */
  @Nested(() => CallIdentity)
  call: CallIdentity;

  /** Of a request of which nothing was ever heard: the id of the function call. */
  @IsUUID()
  requestId: string;

  @IsIn(operations)
  operation: Operation;

  @IsIn(owedOutcomes)
  outcome: OwedOutcome;

  /** Why, when nothing was booked or it cannot be told; `no_outcome` when nothing was ever heard of the request. */
  @IsOptional()
  @IsString()
  reason: string | null;

  @NestedOrNull(() => AppointmentState)
  appointment: AppointmentState | null;

  /** When the caller was told "not confirmed yet"; where no answer is known, when it was decided. */
  @IsISO8601({ strict: true })
  saidAt: string;
}
