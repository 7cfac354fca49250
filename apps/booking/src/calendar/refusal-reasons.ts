import type { RefusalReason } from '@callbook/contracts';

type Row = readonly [text: RegExp, reason: RefusalReason];

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
export function refusalReasonOf({ status, message }: { status: number; message: string }): RefusalReason {
  return rows[status]?.find(([text]) => text.test(message))?.[1] ?? 'not_allowed';
}
