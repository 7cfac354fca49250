import { IsISO8601, IsOptional, IsString, IsUUID, MinLength } from 'class-validator';

/** Somebody told the caller, or decided that nobody has to. */
export class CallOwedAnswerSettled {
  static readonly type = 'call.owed-answer-settled.v1';
  static readonly publisher = 'records';
  static readonly consumers = ['records.owed-answer-settled'];
  static subjectOf = (data: CallOwedAnswerSettled): string => data.owedAnswerId;

  @IsUUID()
  owedAnswerId: string;

  @IsString()
  @MinLength(1)
  retellCallId: string;

  /** Who says so. */
  @IsString()
  @MinLength(1)
  by: string;

  @IsOptional()
  @IsString()
  note: string | null;

  @IsISO8601({ strict: true })
  settledAt: string;
}
