import { IsISO8601, IsString, IsUUID } from 'class-validator';
import { BookingDetails } from '../values/booking-details';
import { NestedList } from '../values/nested';

/** One part of a composite service. */
export class PublicSegment {
  @IsString()
  key: string;

  @IsISO8601({ strict: true })
  start: string;

  @IsISO8601({ strict: true })
  end: string;
}

/** The whole state of a booking as those outside are told it: whoever knows a uid could cancel or move the booking. */
export class PublicBooking extends BookingDetails {
  /** Identity of the appointment through every reschedule; also its id in the records. */
  @IsUUID()
  appointmentId: string;

  /** The parts of a composite service; empty for any other. */
  @NestedList(() => PublicSegment)
  segments: PublicSegment[];
}
