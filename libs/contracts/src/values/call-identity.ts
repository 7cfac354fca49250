import { IsIn, IsInt, IsISO8601, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

/**
 * Who is on the line, as the provider's signed call object says it. Every message about a call carries it, so the call's
 * row can be made from whichever message comes first.
 */
export class CallIdentity {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  retellCallId: string;

  @IsString()
  @MinLength(1)
  @MaxLength(200)
  agentId: string;

  @IsOptional()
  @IsInt()
  agentVersion?: number | null;

  @IsIn(['phone_call', 'web_call'])
  callType: 'phone_call' | 'web_call';

  /** Null for web calls. */
  @IsOptional()
  @IsIn(['inbound', 'outbound'])
  direction: 'inbound' | 'outbound' | null;

  /** As the carrier sent it; may be `anonymous` or a SIP address. */
  @IsOptional()
  @IsString()
  fromNumber: string | null;

  @IsOptional()
  @IsString()
  toNumber: string | null;

  /** The customer's number in E.164, or null when it is withheld, unknown or not a telephone number. */
  @IsOptional()
  @IsString()
  customerNumber: string | null;

  @IsOptional()
  @IsISO8601({ strict: true })
  startedAt: string | null;
}
