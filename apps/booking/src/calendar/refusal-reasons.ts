import type { RefusalReason } from '@callbook/contracts';

type Row = readonly [text: RegExp, reason: RefusalReason];

/** A status and Cal.com's words. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * Cal.com tells its refusals apart by text under one status. An address or number it cannot read counts as missing: the
 * caller is asked for it either way.
 */
const rows: Readonly<Record<number, readonly Row[]>> = {
  400: [
    [/^(User|One of the hosts) either already has booking at this time or is not available/, 'slot_taken'],
    [/hosts?_unavailable_for_booking/, 'slot_taken'],
    [/^The event type can't be booked at the "start" time provided/, 'too_soon'],
    [/^Attempting to book a meeting in the past/, 'in_past'],
    [/maximum number of active bookings has been reached/, 'limit_reached'],
    [/^Missing attendee phone number/, 'missing_contact'],
    [/^Missing required booking field response: (email|attendeePhoneNumber)\b/, 'missing_contact'],
    [/\{(email|attendeePhoneNumber)\}error_required_field/, 'missing_contact'],
    [/Attendee must have at least one contact method/, 'missing_contact'],
    [/Invalid (phone number|email) format/, 'missing_contact'],
  ],
  403: [[/^booking_limit_reached/, 'limit_reached']],
  404: [[/^(Event type|User|Team) with .* not found/, 'unknown_service']],
};

/**
 * Why nothing was booked, from Cal.com's refusal of a first attempt (after an unclear one, "slot taken" may be our own
 * booking). Everything else, known errors of configuration as well as texts never seen, is `not_allowed`: no booking
 * exists, and nothing the caller could say differently would change that. The text itself is kept beside the reason.
 */
export function refusalReasonOf({ status, message }: Refusal): RefusalReason {
  return rows[status]?.find(([text]) => text.test(message))?.[1] ?? 'not_allowed';
}

/** What Cal.com says only of a change. */
const changeRows: Readonly<Record<number, readonly Row[]>> = {
  400: [
    [/^Can't (cancel|reschedule) booking with uid=\S+ because it has been /, 'appointment_ended'],
    [/^This booking has already been cancelled/, 'appointment_ended'],
    [/^Cannot cancel a booking that has already ended/, 'too_late'],
  ],
  403: [[/^Rescheduling is not allowed within the minimum notice period/, 'too_late']],
  404: [[/^Booking with uid=\S+ was not found/, 'appointment_unknown']],
};

/**
 * Why nothing was changed, from Cal.com's refusal of a move or a cancellation. A move is refused like a booking where the new
 * time cannot be had. `appointment_ended` may be the work of an earlier try of ours: look before saying so.
 */
export function changeRefusalReasonOf(refusal: Refusal): RefusalReason {
  const { status, message } = refusal;
  return changeRows[status]?.find(([text]) => text.test(message))?.[1] ?? refusalReasonOf(refusal);
}
