import { IsIn, IsInt, IsISO8601, IsOptional, IsString, IsUUID, Min, MinLength } from 'class-validator';

/** A service of the catalogue. */
export class ServiceReference {
  @IsUUID()
  id: string;

  @IsString()
  @MinLength(1)
  key: string;
}

/** The person the appointment is for, as said on the phone. Each part may be missing; what is missing is null. */
export class AttendeeAsSaid {
  @IsOptional()
  @IsString()
  name: string | null;

  @IsOptional()
  @IsString()
  email: string | null;

  @IsOptional()
  @IsString()
  phone: string | null;
}

/** The attendee as Cal.com stored it; a phone-only attendee has an address made of the number. */
export class AttendeeAsBooked {
  @IsString()
  name: string;

  /** Whatever Cal.com holds: an observation cannot break a contract. */
  @IsOptional()
  @IsString()
  email: string | null;

  @IsOptional()
  @IsString()
  phone: string | null;

  @IsOptional()
  @IsString()
  timeZone: string | null;
}

/** The person Cal.com assigned: the truth about who serves, whatever the caller preferred. */
export class Host {
  @IsInt()
  id: number;

  @IsOptional()
  @IsString()
  name: string | null;

  @IsOptional()
  @IsString()
  email: string | null;

  @IsOptional()
  @IsString()
  timeZone: string | null;
}

/** Why a booking carries no host. `no_host`: the field was missing or empty. `sentinel_host`: every field said "unknown". */
export const hostMissingReasons = ['no_host', 'sentinel_host'] as const;
export type HostMissingReason = (typeof hostMissingReasons)[number];

/** Whom the caller wished for. The wish and the assignment are two facts; both are kept. */
export class PreferredStaff {
  @IsString()
  @MinLength(1)
  asSaid: string;

  /** Catalogue id, or null when nobody of that name performs the service. */
  @IsOptional()
  @IsUUID()
  staffId: string | null;
}

/** A price as the catalogue had it when the booking was created. */
export class Price {
  /** In the currency's smallest unit (cents). */
  @IsInt()
  @Min(0)
  minor: number;

  /** ISO 4217. */
  @IsString()
  @MinLength(3)
  currency: string;
}

/** One part of a composite service, a Cal.com booking of its own. */
export class BookedSegment {
  @IsString()
  key: string;

  @IsString()
  uid: string;

  @IsISO8601({ strict: true })
  start: string;

  @IsISO8601({ strict: true })
  end: string;
}

/** Another start that was free when it was looked up. */
export class Alternative {
  @IsISO8601({ strict: true })
  start: string;

  /** Catalogue id of the person who is free then; null when anybody, or when it cannot be told. */
  @IsOptional()
  @IsUUID()
  staffId: string | null;
}

/** Cal.com's states, with `accepted` and `pending` the only ones of a booking that lives. */
export const bookingStatuses = ['accepted', 'pending', 'cancelled', 'rejected'] as const;
export type BookingStatus = (typeof bookingStatuses)[number];

/**
 * Why nothing was booked or changed. A closed list: the agent has a sentence for each. `withdrawn`: the caller changed
 * their mind before it was booked. `superseded`: a later wish of the caller about the same appointment took its place.
 */
export const refusalReasons = [
  'slot_taken',
  'too_soon',
  'in_past',
  'outside_hours',
  'limit_reached',
  'missing_contact',
  'unknown_service',
  'preferred_staff_unavailable',
  'not_allowed',
  'too_late',
  'withdrawn',
  'appointment_ended',
  'appointment_unknown',
  'superseded',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export const appointmentStatuses = ['pending', 'confirmed', 'cancelled', 'rejected', 'completed', 'no_show'] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number];

/** Languages the agent's sentences exist in. */
export const languages = ['de', 'en'] as const;
export type Language = (typeof languages)[number];

export const IsLanguage = (): PropertyDecorator => IsIn(languages);
