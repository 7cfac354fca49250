import type { appointments as german } from '../de/appointments';

export const appointments: Record<keyof typeof german, string> = {
  caller_known: 'I know the number, the first name is {{name}}.',
  caller_nameless: 'I know the number. In what name may I look?',
  caller_unknown: 'I do not know the number. What is your name?',
  caller_withheld: 'Your number is not shown. What is your name?',
  look_up_failed: 'I cannot look that up just now. Let us try once more in a moment.',
  ask_second_fact: 'In what name is the appointment, or for which day and time?',
  ask_reference_and_name:
    'Your number is not shown. Please tell me the reference of the appointment and the name it is in.',
  ask_which: 'Which appointment do you mean: {{appointments}}?',
  no_appointment: 'I cannot find an appointment with these details. Are the name, day and time right?',
  found_one: 'I have found one appointment: {{appointments}}.',
  found_other: 'I have found {{count}} appointments: {{appointments}}.',
  found_more_one: 'There is one more.',
  found_more_other: 'There are {{count}} more.',
  item: '{{service}} on {{when}}',
  item_staff: '{{service}} with {{staff}} on {{when}}',
  item_reference: '{{item}}, reference {{reference}}',
  item_unconfirmed: '{{item}}, not confirmed yet',
  moved: 'The appointment is moved: {{service}} on {{when}}. The reference is {{reference}}.',
  moved_staff: 'The appointment is moved: {{service}} with {{staff}} on {{when}}. The reference is {{reference}}.',
  move_requested:
    'The move is requested: {{service}} on {{when}}. {{company}} still has to confirm it. The reference is {{reference}}.',
  move_requested_staff:
    'The move is requested: {{service}} with {{staff}} on {{when}}. {{company}} still has to confirm it. The reference is {{reference}}.',
  cancelled: 'The appointment is cancelled: {{service}} on {{when}}.',
  wish_withdrawn: 'The request for {{when}} is taken back. Nothing is booked.',
  pending_reschedule:
    'The move to {{when}} is taken, but not confirmed yet. It will not be lost. Please do not count on the new time yet.',
  pending_cancel:
    'The cancellation of the appointment on {{when}} is taken, but not confirmed yet. It will not be lost.',
  not_taken_reschedule:
    'I could not pass on the move to {{when}} just now, so it is not confirmed yet. Let us try once more in a moment.',
  not_taken_cancel:
    'I could not pass on the cancellation of the appointment on {{when}} just now, so it is not confirmed yet. Let us try once more in a moment.',
  kept: 'The appointment stays as it is.',
  change_not_allowed: 'Unfortunately that appointment cannot be changed by phone.',
  change_too_soon: 'Unfortunately the appointment cannot be changed at such short notice.',
  cancel_reason: 'Cancelled by the caller on the phone.',
};
