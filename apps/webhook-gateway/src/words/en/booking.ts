import type { booking as german } from '../de/booking';

/** See the German sentences for what they promise. */
export const booking: Record<keyof typeof german, string> = {
  appointment: 'Appointment',
  booked: 'The appointment is booked: {{service}} on {{when}}. The reference is {{reference}}.',
  booked_staff: 'The appointment is booked: {{service}} with {{staff}} on {{when}}. The reference is {{reference}}.',
  already_booked: 'This appointment is already booked: {{service}} on {{when}}. The reference is {{reference}}.',
  already_booked_staff:
    'This appointment is already booked: {{service}} with {{staff}} on {{when}}. The reference is {{reference}}.',
  requested:
    'The appointment is requested: {{service}} on {{when}}. {{company}} still has to confirm it. The reference is {{reference}}.',
  requested_staff:
    'The appointment is requested: {{service}} with {{staff}} on {{when}}. {{company}} still has to confirm it. The reference is {{reference}}.',
  pending_book:
    'The request for {{service}} on {{when}} is taken, but not confirmed yet. It will not be lost. Please do not count on the appointment yet.',
  not_taken_book:
    'I could not pass on the request for {{service}} on {{when}} just now, so the appointment is not confirmed yet. Let us try once more in a moment.',
  refused_slot_taken: 'Unfortunately that time is no longer free.',
  refused_too_soon: 'Unfortunately that cannot be booked at such short notice.',
  refused_in_past: 'That time has already passed.',
  refused_outside_hours: 'Unfortunately we are closed at that time.',
  refused_limit_reached: 'Unfortunately no further appointments are possible in that period.',
  refused_missing_contact: 'The booking still needs an email address or a phone number. Which one may I note down?',
  refused_unknown_service: 'Unfortunately that service cannot be booked like this.',
  refused_preferred_staff_unavailable: 'Unfortunately the person you asked for is not free at that time.',
  refused_not_allowed: 'Unfortunately that appointment cannot be booked by phone.',
  refused_too_late: 'Unfortunately it is too late for that.',
  refused_withdrawn: 'That request was taken back, nothing is booked for it.',
  refused_appointment_ended: 'That appointment no longer exists.',
  refused_appointment_unknown: 'I cannot find an appointment with these details.',
  refused_superseded: 'A later request has taken the place of this one.',
  alternatives: 'You could have {{offers}}.',
  ask_instead_or_as_well:
    'There is a request for {{service}} on {{when}} already. Is the new one instead of that request, or would you like both?',
  ask_same_person:
    'There is a request for the same time in the name of {{name}} already. Is that the same person, or is it a second appointment?',
};
