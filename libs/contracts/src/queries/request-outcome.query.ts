import { IsIn, IsUUID, Matches } from 'class-validator';
import { AppointmentRecorded } from '../events/appointment-recorded.event';
import { BookingAskedBack } from '../events/booking-asked-back.event';
import { BookingFailed } from '../events/booking-failed.event';
import { BookingUnresolved } from '../events/booking-unresolved.event';
import { companySlug } from '../values/company-slug';
import { NestedOrNull } from '../values/nested';

/**
 * What became of a request, as far as the record knows: exactly one of the four, or nothing yet. `recorded` answers a
 * request for a booking, `changed` one for a move or a cancellation; both carry the appointment as it stands.
 */
export class RequestOutcomeReply {
  @IsIn(['recorded', 'changed', 'failed', 'unresolved', 'asked_back', 'none'])
  outcome: 'recorded' | 'changed' | 'failed' | 'unresolved' | 'asked_back' | 'none';

  @NestedOrNull(() => AppointmentRecorded)
  appointment?: AppointmentRecorded | null;

  @NestedOrNull(() => BookingFailed)
  failure?: BookingFailed | null;

  @NestedOrNull(() => BookingUnresolved)
  unresolved?: BookingUnresolved | null;

  @NestedOrNull(() => BookingAskedBack)
  question?: BookingAskedBack | null;
}

/**
 * What became of what a function call asked for: every outcome names the function calls it answers. A booked round whose
 * appointment lives is found by its request key as well, for whoever asks about the request and not about one function call.
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
