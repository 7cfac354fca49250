import { IsInt, IsISO8601, IsNumber, IsOptional, IsString, Min } from 'class-validator';

/** What is known when a call is over. Everything is optional: a failed dial has next to nothing. */
export class CallEnd {
  @IsOptional()
  @IsISO8601({ strict: true })
  endedAt: string | null;

  @IsOptional()
  @IsInt()
  @Min(0)
  durationMs: number | null;

  /** Open list of the provider's; kept as text. */
  @IsOptional()
  @IsString()
  disconnectionReason: string | null;

  /** US cents, fractions possible. */
  @IsOptional()
  @IsNumber()
  costCents: number | null;

  @IsOptional()
  @IsString()
  transcript: string | null;

  @IsOptional()
  @IsString()
  recordingUrl: string | null;
}
