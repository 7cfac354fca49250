import { IsInt, IsISO8601, IsOptional, IsPositive, IsString, IsUUID } from 'class-validator';
import { AttendeeAsSaid, ServiceReference } from './booking-values';
import { CallIdentity } from './call-identity';
import { Nested } from './nested';

/** A round of a request that has no booking to show. */
export class UnbookedRequest {
  @Nested(() => CallIdentity)
  call: CallIdentity;

  @IsUUID()
  requestId: string;

  @IsUUID()
  requestKey: string;

  @IsInt()
  @IsPositive()
  round: number;

  /** The function calls this is the answer to; a later one with the same meaning opens a new round. */
  @IsUUID(undefined, { each: true })
  functionCallIds: string[];

  @Nested(() => ServiceReference)
  service: ServiceReference;

  @IsISO8601({ strict: true })
  start: string;

  @Nested(() => AttendeeAsSaid)
  attendee: AttendeeAsSaid;

  /** Cal.com's words, whole. */
  @IsOptional()
  @IsString()
  providerText: string | null;
}
