import { IsIn, IsISO8601, IsUUID } from 'class-validator';
import { AttendeeAsSaid, ServiceReference } from '../values/booking-values';
import { CallIdentity } from '../values/call-identity';
import { Nested } from '../values/nested';

/**
 * `instead_or_as_well`: another start is wanted while an earlier wish of this person is still being worked on, or in the place
 * of one that nobody has heard of while another stands.
 * `same_person`: the same slot is wanted under a name that is nearly the one of before.
 */
export const backQuestions = ['instead_or_as_well', 'same_person'] as const;
export type BackQuestion = (typeof backQuestions)[number];

/** A request was not taken up: the caller has to say first what is meant. Nothing was, or will be, booked for it. */
export class BookingAskedBack {
  static readonly type = 'booking.asked-back.v1';
  static readonly publisher = 'booking';
  static readonly consumers = ['records.booking-asked-back'];
  static subjectOf = (data: BookingAskedBack): string => data.functionCallId;

  @Nested(() => CallIdentity)
  call: CallIdentity;

  /** The function call this is the answer to. */
  @IsUUID()
  functionCallId: string;

  @IsUUID()
  requestKey: string;

  @IsIn(backQuestions)
  question: BackQuestion;

  /** The earlier wish. */
  @Nested(() => ServiceReference)
  service: ServiceReference;

  @IsISO8601({ strict: true })
  start: string;

  @Nested(() => AttendeeAsSaid)
  attendee: AttendeeAsSaid;
}
