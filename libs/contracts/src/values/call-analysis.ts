import { IsBoolean, IsObject, IsOptional, IsString } from 'class-validator';

/** The provider's own reading of the call: an opinion, never a source for prices or bookings. */
export class CallAnalysis {
  @IsOptional()
  @IsString()
  summary: string | null;

  /** `Positive`, `Negative`, `Neutral`, `Unknown` today; kept as text. */
  @IsOptional()
  @IsString()
  sentiment: string | null;

  @IsOptional()
  @IsBoolean()
  successful: boolean | null;

  @IsOptional()
  @IsBoolean()
  inVoicemail: boolean | null;

  @IsObject()
  custom: Record<string, unknown>;
}
