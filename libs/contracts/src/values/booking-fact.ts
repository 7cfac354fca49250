import { IsString, MinLength } from 'class-validator';
import { BookingDetails } from './booking-details';
import { BookedSegment } from './booking-values';
import { NestedList } from './nested';

/** The whole state of one chain of Cal.com bookings, as every event about it carries it. */
export class BookingFact extends BookingDetails {
  @IsString()
  @MinLength(1)
  calcomUid: string;

  /** First uid of the chain: identity of the appointment through every reschedule. */
  @IsString()
  @MinLength(1)
  rootUid: string;

  @NestedList(() => BookedSegment)
  segments: BookedSegment[];
}
