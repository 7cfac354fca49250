import { IsIn, IsISO8601, IsOptional, IsString, IsUUID } from 'class-validator';
import { type Operation, operations } from '../ids/request-key';
import { CallIdentity } from '../values/call-identity';
import { Nested, NestedOrNull } from '../values/nested';
import { AppointmentState } from '../values/appointment-state';

/** What became of a request whose caller was last told "not confirmed yet". */
export const owedOutcomes = ['recorded', 'changed', 'failed', 'unresolved'] as const;
export type OwedOutcome = (typeof owedOutcomes)[number];

/** A caller hung up with "not confirmed yet", and now the outcome is known: somebody has to tell them. */
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

  @IsUUID()
  requestId: string;

  @IsIn(operations)
  operation: Operation;

  @IsIn(owedOutcomes)
  outcome: OwedOutcome;

  /** Why, when nothing was booked or it cannot be told. */
  @IsOptional()
  @IsString()
  reason: string | null;

  @NestedOrNull(() => AppointmentState)
  appointment: AppointmentState | null;

  /** When the caller was told "not confirmed yet". */
  @IsISO8601({ strict: true })
  saidAt: string;
}
