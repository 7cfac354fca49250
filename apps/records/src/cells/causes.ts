/** Every reason why a cell of the record may be empty, and what fills it. */
export const remedies = {
  // staff
  no_host: 'Cal.com named no host. Give the event type a host there; the next answer that names one fills the cell.',
  sentinel_host: 'Cal.com said "unknown" for the host: the booking lost its organiser there. Assign one.',
  host_unknown:
    "Nobody in the catalogue has the host's Cal.com user id or e-mail address. Add the person: the cell is filled then.",
  ambiguous_email:
    "Several people in the catalogue share the host's e-mail address. Add their Cal.com user ids: the cell is filled then.",
  part_unknown:
    'The service has no such part in the catalogue. Give it one; the next answer about the booking that is news fills the cell.',
  not_required: 'Nothing to fill: nobody serves this part.',
  // service and price
  event_type_unknown:
    'No service of the catalogue had the event type of the booking. Give it to a service: the cell is filled then.',
  no_price:
    'The catalogue had no price for the service when it was booked. The first price a service gets counts for the time before it too, and fills the cell.',
  // customer
  number_withheld: 'The caller withheld the number. A booking makes a customer for this call alone.',
  no_number: 'A web call has no number. A booking makes a customer for this call alone.',
  no_contact:
    'The booking names neither a telephone number nor an e-mail address. Add one to the attendee in Cal.com; the next answer that names it fills the cell.',
  erased: 'Nothing to fill: the person was erased.',
  // link between call and appointment
  call_under_way: 'The call has not ended: something may still be booked.',
  booking_under_way: 'The caller was told "not confirmed yet" and the booking is still being worked on.',
  booking_unresolved: 'Nobody can tell by machine whether Cal.com holds the booking. Look there.',
  booking_refused: 'What the caller asked for could not be booked; the reason stands on the call.',
  asked_back: 'Nothing to fill: the caller was asked what was meant, and nothing was booked after that.',
  nothing_requested: 'Nothing to fill: the caller asked for no appointment.',
  appointment_of_another_call: 'The caller asked for an appointment that an earlier call had booked.',
  unlinked_by_operator: 'A person took the link away. A person may give it back: callbook appointments link.',
  not_by_phone: 'Nothing to fill: the appointment was not booked in a phone call.',
} as const;

export type Cause = keyof typeof remedies;
