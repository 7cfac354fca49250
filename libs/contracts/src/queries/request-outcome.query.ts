import { IsIn, IsUUID, Matches } from 'class-validator';
import { AppointmentRecorded } from '../events/appointment-recorded.event';
import { BookingFailed } from '../events/booking-failed.event';
import { BookingUnresolved } from '../events/booking-unresolved.event';
import { companySlug } from '../values/company-slug';
import { NestedOrNull } from '../values/nested';

/** What became of a request, as far as the record knows: exactly one of the three, or nothing yet. */
export class RequestOutcomeReply {
  @IsIn(['recorded', 'failed', 'unresolved', 'none'])
  outcome: 'recorded' | 'failed' | 'unresolved' | 'none';

  @NestedOrNull(() => AppointmentRecorded)
  appointment?: AppointmentRecorded | null;

  @NestedOrNull(() => BookingFailed)
  failure?: BookingFailed | null;

  @NestedOrNull(() => BookingUnresolved)
  unresolved?: BookingUnresolved | null;
}

/**
 * A booked round whose appointment lives answers every repetition of its request key. A failed or unresolved one answers
 * only the function calls that took part in it, for a later one opens a new round.
 */
export class RequestOutcome {
  static readonly query = 'records.query.request-outcome';
  static readonly reply = RequestOutcomeReply;

  @Matches(companySlug)
  company: string;

  @IsUUID()
  requestKey: string;

  @IsUUID()
  functionCallId: string;
}
