import { IsBoolean, IsIn, IsISO8601, IsOptional, IsString, IsTimeZone, IsUUID, MinLength } from 'class-validator';
import { type AppointmentStatus, appointmentStatuses, Price } from './booking-values';
import { NestedOrNull } from './nested';

/** An appointment as the record has it: what every event about one carries. */
export class AppointmentState {
  @IsUUID()
  appointmentId: string;

  /** Short code a caller can be given; not the uid, which is a secret. */
  @IsString()
  @MinLength(4)
  reference: string;

  /** Row id of the call, null for bookings no call asked for. */
  @IsOptional()
  @IsUUID()
  callId: string | null;

  @IsOptional()
  @IsUUID()
  requestId: string | null;

  @IsOptional()
  @IsUUID()
  requestKey: string | null;

  @IsUUID(undefined, { each: true })
  functionCallIds: string[];

  @IsIn(appointmentStatuses)
  status: AppointmentStatus;

  /** Whoever was to serve did not come. An attendee who did not come is the status `no_show`. */
  @IsOptional()
  @IsBoolean()
  hostAbsent?: boolean;

  @IsISO8601({ strict: true })
  startsAt: string;

  @IsISO8601({ strict: true })
  endsAt: string;

  @IsTimeZone()
  timeZone: string;

  @IsOptional()
  @IsString()
  serviceName: string | null;

  @IsOptional()
  @IsUUID()
  staffId: string | null;

  @IsOptional()
  @IsString()
  staffName: string | null;

  @NestedOrNull(() => Price)
  price: Price | null;
}
