import { IsIn, IsInt, IsISO8601, IsOptional, IsPositive, IsString, IsUUID } from 'class-validator';
import { type Operation, operations } from '../ids/request-key';
import { AttendeeAsSaid, ServiceReference } from './booking-values';
import { CallIdentity } from './call-identity';
import { Nested, NestedOrNull } from './nested';

/** A round of a request that has no booking of its own to show. */
export class UnbookedRequest {
  @IsIn(operations)
  operation: Operation;

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

  /** Null when a change is about an appointment whose service is not known. */
  @NestedOrNull(() => ServiceReference)
  service: ServiceReference | null;

  /** The wanted start; of a cancellation, the start of what was to be cancelled. */
  @IsISO8601({ strict: true })
  start: string;

  @Nested(() => AttendeeAsSaid)
  attendee: AttendeeAsSaid;

  /** Cal.com's words, whole. */
  @IsOptional()
  @IsString()
  providerText: string | null;
}
