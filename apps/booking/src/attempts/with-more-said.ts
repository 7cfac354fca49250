import type { AttendeeAsSaid, BookingRequested } from '@callbook/contracts';
import { type Attempt, everPosted } from './attempt';
import type { RequestData } from './decision';

/**
 * What a repetition adds to a request, as long as nothing was sent: models say the same again with a name or an address they
 * had left out. What was said before stays.
 */
export function withMoreSaid(attempt: Attempt, again: RequestData): { request?: BookingRequested } {
  if (attempt.operation !== 'book' || everPosted(attempt) || !('attendee' in again)) return {};
  const { request } = attempt;
  return {
    request: {
      ...request,
      attendee: filled(request.attendee, again.attendee),
      preferredStaff: request.preferredStaff ?? again.preferredStaff,
      notes: request.notes ?? again.notes,
    },
  };
}

function filled(said: AttendeeAsSaid, again: AttendeeAsSaid): AttendeeAsSaid {
  return { name: said.name ?? again.name, email: said.email ?? again.email, phone: said.phone ?? again.phone };
}
