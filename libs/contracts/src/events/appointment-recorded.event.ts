import { IsIn, IsISO8601, IsOptional, IsString, IsTimeZone, IsUUID, MinLength } from 'class-validator';
import { type AppointmentStatus, appointmentStatuses, Price } from '../values/booking-values';
import { NestedOrNull } from '../values/nested';

/** The appointment's row is committed, and so are both links when a call asked for it. Only now "booked" is true. */
export class AppointmentRecorded {
  static readonly type = 'appointment.recorded.v1';
  static readonly publisher = 'records';
  /** The gateway's waiters listen with queues of their own that come and go. */
  static readonly consumers = [];
  static subjectOf = (data: AppointmentRecorded): string => data.appointmentId;

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
