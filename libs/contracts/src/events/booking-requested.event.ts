import { IsBoolean, IsISO8601, IsOptional, IsString, IsTimeZone, IsUUID, ValidateIf } from 'class-validator';
import { type Language, IsLanguage, AttendeeAsSaid, ServiceReference } from '../values/booking-values';
import { CallIdentity } from '../values/call-identity';
import { Nested } from '../values/nested';

/** The voice agent asked for an appointment. */
export class BookingRequested {
  static readonly type = 'booking.requested.v1';
  static readonly publisher = 'webhook-gateway';
  static readonly consumers = ['booking.booking-requested'];
  static subjectOf = (data: BookingRequested): string => data.call.retellCallId;

  /** What makes two requests the same booking. The event's id names this one function call. */
  @IsUUID()
  requestKey: string;

  @Nested(() => CallIdentity)
  call: CallIdentity;

  @Nested(() => ServiceReference)
  service: ServiceReference;

  @IsISO8601({ strict: true })
  start: string;

  @Nested(() => AttendeeAsSaid)
  attendee: AttendeeAsSaid;

  @IsOptional()
  @IsString()
  preferredStaff: string | null;

  @IsOptional()
  @IsString()
  notes: string | null;

  /**
   * The wish of this call that this one takes the place of: its start, or `earlier` when the caller named none. Null: the
   * caller has not said.
   */
  @ValidateIf((data: BookingRequested) => data.insteadOf !== 'earlier' && data.insteadOf !== null)
  @IsISO8601({ strict: true })
  insteadOf: string | null;

  /** The caller was asked, and wants this beside the others. */
  @IsBoolean()
  asWell: boolean;

  /** Zone in which the attendee hears and reads times. */
  @IsTimeZone()
  timeZone: string;

  @IsLanguage()
  language: Language;

  /** When the agent stops waiting; the work goes on. */
  @IsISO8601({ strict: true })
  answerBy: string;
}
