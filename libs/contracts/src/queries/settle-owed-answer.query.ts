import { IsIn, IsOptional, IsString, IsUUID, MinLength } from 'class-validator';

export class SettleOwedAnswerReply {
  @IsIn(['settled', 'already_settled', 'unknown'])
  result: 'settled' | 'already_settled' | 'unknown';
}

/** An operator's act: the caller was told. Asked again it changes nothing and says so. */
export class SettleOwedAnswer {
  static readonly query = 'records.query.settle-owed-answer';
  static readonly reply = SettleOwedAnswerReply;

  @IsUUID()
  owedAnswerId: string;

  @IsString()
  @MinLength(1)
  by: string;

  @IsOptional()
  @IsString()
  note: string | null;
}
