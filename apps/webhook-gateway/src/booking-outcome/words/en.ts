import type { de } from './de';

/** What the agent says in English; see the German sentences for what they promise. */
export const en: Record<keyof typeof de, string> = {
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
  pending:
    'The request for {{service}} on {{when}} is taken, but not confirmed yet. Please do not count on the appointment yet.',
  pending_not_taken:
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
  alternatives: 'You could have {{alternatives}}.',
  service_missing: 'Which service would you like? You can choose from {{services}}.',
  service_unknown: 'I do not know that service. You can choose from {{services}}.',
  start_missing: 'Which day and time should the appointment be? Today is {{today}}.',
  start_unreadable: 'I did not understand the time. Please give the day, month, year and time. Today is {{today}}.',
  start_without_year: 'The year is missing. Please give the day, month, year and time. Today is {{today}}.',
  start_without_time: 'The time of day is missing. At what time should the appointment be? Today is {{today}}.',
  start_past: 'That time is in the past. Today is {{today}}. When should the appointment be?',
  start_too_far: 'That time is more than twelve months ahead. Today is {{today}}. When should the appointment be?',
  start_skipped:
    'That time does not exist on that day, because the clocks change. Which other time suits you? Today is {{today}}.',
  start_ambiguous:
    'That time comes twice on that day, because the clocks change. Which other time suits you? Today is {{today}}.',
  name_missing: 'In what name may I book the appointment?',
  email_invalid: 'I did not get the email address right. Please spell it.',
  function_unknown: 'I am afraid I cannot do that.',
  function_without_call:
    'I cannot book just now: the function has to be set up so that it sends the whole call (args_at_root: false).',
};
