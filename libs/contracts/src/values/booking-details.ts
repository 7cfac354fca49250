import {
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsPositive,
  IsString,
  IsTimeZone,
  IsUUID,
  Min,
} from 'class-validator';
import {
  AttendeeAsBooked,
  AttendeeAsSaid,
  type BookingStatus,
  bookingStatuses,
  Host,
  type HostMissingReason,
  hostMissingReasons,
  PreferredStaff,
  Price,
  ServiceReference,
} from './booking-values';
import { Absence } from './absence';
import { CallIdentity } from './call-identity';
import { ChangeReference } from './change-reference';
import { NestedOrNull } from './nested';

/** What may be told of a booking to those outside as well: everything but its uids. */
export class BookingDetails {
  /** Null when no phone call asked for it. */
  @NestedOrNull(() => CallIdentity)
  call: CallIdentity | null;

  /** Id of the round that booked; stands in Cal.com's metadata. */
  @IsOptional()
  @IsUUID()
  requestId: string | null;

  @IsOptional()
  @IsUUID()
  requestKey: string | null;

  /** The function calls this is the answer to. */
  @IsUUID(undefined, { each: true })
  functionCallIds: string[];

  /** The request on the phone that led to this state of the chain; null when it was the booking itself, or nobody rang. */
  @NestedOrNull(() => ChangeReference)
  changedBy: ChangeReference | null;

  /** Null when Cal.com's answer had only the uid. */
  @IsOptional()
  @IsInt()
  calcomBookingId: number | null;

  /** Rises with every newer state of the chain; a smaller one than known is old news. */
  @IsInt()
  @IsPositive()
  revision: number;

  @IsInt()
  eventTypeId: number;

  /** Null when the catalogue has no service for the event type. */
  @NestedOrNull(() => ServiceReference)
  service: ServiceReference | null;

  @IsISO8601({ strict: true })
  start: string;

  @IsISO8601({ strict: true })
  end: string;

  @IsInt()
  @Min(0)
  durationMinutes: number;

  @IsTimeZone()
  timeZone: string;

  @IsIn(bookingStatuses)
  status: BookingStatus;

  @NestedOrNull(() => Host)
  host: Host | null;

  /** Which answer had the host. */
  @IsOptional()
  @IsIn(['post', 'get'])
  hostReadFrom: 'post' | 'get' | null;

  @IsOptional()
  @IsIn(hostMissingReasons)
  hostMissingReason: HostMissingReason | null;

  /** Null or left out as long as nobody is marked as not having come. */
  @NestedOrNull(() => Absence)
  absence?: Absence | null;

  @NestedOrNull(() => AttendeeAsSaid)
  attendeeAsSaid: AttendeeAsSaid | null;

  @NestedOrNull(() => AttendeeAsBooked)
  attendeeAsBooked: AttendeeAsBooked | null;

  @IsOptional()
  @IsString()
  location: string | null;

  @IsObject()
  metadata: Record<string, string | number | boolean>;

  @NestedOrNull(() => PreferredStaff)
  preferredStaff: PreferredStaff | null;

  /** Null when the catalogue has no price. */
  @NestedOrNull(() => Price)
  price: Price | null;

  /** Which import of the catalogue price and service come from. */
  @IsOptional()
  @IsInt()
  catalogueVersion: number | null;

  @IsOptional()
  @IsString()
  notes: string | null;

  /** Cal.com's own time stamps. */
  @IsOptional()
  @IsISO8601({ strict: true })
  providerCreatedAt: string | null;

  @IsOptional()
  @IsISO8601({ strict: true })
  providerUpdatedAt: string | null;
}
