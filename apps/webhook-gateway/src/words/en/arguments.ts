import type { questions as german } from '../de/arguments';

export const questions: Record<keyof typeof german, string> = {
  service_missing: 'Which service would you like? You can choose from {{services}}.',
  service_unknown: 'I do not know that service. You can choose from {{services}}.',
  services_too_many: 'I can look up three services at once. Which ones first?',
  staff_unknown: 'Nobody of that name offers {{service}}. You can choose from {{staff}}. Who may it be?',
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
  day_unreadable: 'I did not understand the day. Please give the day, month and year. Today is {{today}}.',
  day_without_year: 'The year is missing. Please give the day, month and year. Today is {{today}}.',
  day_past: 'That day is in the past. Today is {{today}}. Which day do you mean?',
  day_too_far: 'That day is more than twelve months ahead. Today is {{today}}. Which day do you mean?',
  range_reversed: 'The end is before the beginning. From when to when may I look? Today is {{today}}.',
  part_of_day_unknown: 'Would you like the morning, the afternoon or the evening?',
  name_unreadable: 'In what name may I book the appointment?',
  email_invalid: 'I did not get the email address right. Please spell it.',
  instead_of_unclear: 'Is this appointment instead of an earlier wish, or would you like both?',
  instead_of_unknown: 'I cannot find the appointment it should replace. For which day and time is that one?',
  function_unknown: 'I am afraid I cannot do that.',
  function_without_call:
    'I cannot do that just now: the function has to be set up so that it sends the whole call (args_at_root: false).',
};
