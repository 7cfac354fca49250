import { IsBoolean, IsIn, IsISO8601, IsOptional, IsString, IsUUID } from 'class-validator';
import { type AnswerStatus, answerStatuses } from '../values/answer-status';
import { CallIdentity } from '../values/call-identity';
import { Nested } from '../values/nested';

/** Our own witness of what the agent was told to say. */
export class CallFunctionAnswered {
  static readonly type = 'call.function-answered.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['records.call-function-answered'];
  static subjectOf = (data: CallFunctionAnswered): string => data.call.retellCallId;

  @Nested(() => CallIdentity)
  call: CallIdentity;

  @IsUUID()
  functionCallId: string;

  /** Null when the request could not be understood, so nothing was asked for. */
  @IsOptional()
  @IsUUID()
  requestKey: string | null;

  @IsString()
  functionName: string;

  @IsIn(answerStatuses)
  status: AnswerStatus;

  /** The sentence handed to the agent. */
  @IsString()
  say: string;

  /** False when the connection was gone before the answer could be written. */
  @IsBoolean()
  delivered: boolean;

  @IsISO8601({ strict: true })
  answeredAt: string;
}
