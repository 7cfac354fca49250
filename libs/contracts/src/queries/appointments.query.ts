import { IsIn, IsISO8601, IsOptional, IsString, IsTimeZone, IsUUID, Matches, MinLength } from 'class-validator';
import { type AppointmentStatus, appointmentStatuses, ServiceReference } from '../values/booking-values';
import { companySlug } from '../values/company-slug';
import { NestedList, NestedOrNull } from '../values/nested';

/** An appointment for the gateway alone: the uids in it are secrets and are never handed to an agent. */
export class FoundAppointment {
  @IsUUID()
  appointmentId: string;

  @IsString()
  reference: string;

  @IsString()
  @MinLength(1)
  rootUid: string;

  @IsString()
  @MinLength(1)
  calcomUid: string;

  @IsIn(appointmentStatuses)
  status: AppointmentStatus;

  @IsISO8601({ strict: true })
  startsAt: string;

  @IsISO8601({ strict: true })
  endsAt: string;

  @IsTimeZone()
  timeZone: string;

  @NestedOrNull(() => ServiceReference)
  service: ServiceReference | null;

  @IsOptional()
  @IsString()
  serviceName: string | null;

  @IsOptional()
  @IsString()
  staffName: string | null;

  /** Whom it is for: the second fact a caller may be asked for. */
  @IsOptional()
  @IsString()
  attendeeName: string | null;

  /** Whether the call that asks has booked it itself. */
  @IsIn([true, false])
  bookedInThisCall: boolean;
}

export class AppointmentsReply {
  /** Upcoming and alive, by start; at most 20. */
  @NestedList(() => FoundAppointment)
  appointments: FoundAppointment[];
}

/** The upcoming appointments of whoever has this number, and those this call has booked. */
export class AppointmentsOfCaller {
  static readonly query = 'records.query.appointments-of-caller';
  static readonly reply = AppointmentsReply;

  @Matches(companySlug)
  company: string;

  @IsString()
  @MinLength(1)
  retellCallId: string;

  /** E.164, or null when it is withheld: then only what this call has booked is found. */
  @IsOptional()
  @IsString()
  number: string | null;

  /** Short code the caller was given, as said; finds an appointment of any number. */
  @IsOptional()
  @IsString()
  reference: string | null;
}
