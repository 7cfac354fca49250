import { type RefusalReason } from '@callbook/contracts';
import { changeRefusalReasonOf, refusalReasonOf } from './refusal-reasons';

const outOfBounds =
  'The event type can\'t be booked at the "start" time provided. This could be because it\'s too soon (violating the ' +
  "minimum booking notice) or too far in the future (outside the event's scheduling window).";
const tooMany = "Attendee with this email can't book because the maximum number of active bookings has been reached.";
const noContact =
  'attendee property is wrong, attendee email or phone property is wrong,' +
  'Attendee must have at least one contact method (email or phone number) ';

describe('reason of a refusal', () => {
  it.each<[number, string, RefusalReason]>([
    [400, 'User either already has booking at this time or is not available', 'slot_taken'],
    [400, 'One of the hosts either already has booking at this time or is not available', 'slot_taken'],
    [400, 'fixed_hosts_unavailable_for_booking', 'slot_taken'],
    [400, 'round_robin_host_unavailable_for_booking', 'slot_taken'],
    [400, outOfBounds, 'too_soon'],
    [400, 'Attempting to book a meeting in the past.', 'in_past'],
    [400, tooMany, 'limit_reached'],
    [400, `${tooMany} You can reschedule your existing booking (abc) to a new timeslot instead.`, 'limit_reached'],
    [403, 'booking_limit_reached', 'limit_reached'],
    [
      400,
      'Missing attendee phone number - it is required by the event type. Pass it as "attendee.phoneNumber".',
      'missing_contact',
    ],
    [400, 'responses - {email}error_required_field, ', 'missing_contact'],
    [400, 'responses - {notes}error_required_field, {email}error_required_field, ', 'missing_contact'],
    [400, 'Missing required booking field response: email - it is required by the event type.', 'missing_contact'],
    [400, noContact, 'missing_contact'],
    [
      400,
      'attendee property is wrong, phoneNumber property is wrong,Invalid phone number format. Please use international format. ',
      'missing_contact',
    ],
    [400, 'attendee property is wrong, email property is wrong,Invalid email format ', 'missing_contact'],
    [404, 'Event type with id 2001 not found.', 'unknown_service'],
    [404, 'Event type with slug cut belonging to user anna not found.', 'unknown_service'],
    [404, 'User with username anna not found', 'unknown_service'],
    [404, 'Team with slug salon not found', 'unknown_service'],
    [404, 'eventTypeUser.notFound', 'not_allowed'],
    [404, 'Cannot POST /v2/bookings', 'not_allowed'],
    [400, 'Missing required booking field response: color - it is required by the event type.', 'not_allowed'],
    [400, 'responses - {color}error_required_field, ', 'not_allowed'],
    [400, "Invalid option 'red' for booking field 'color'.", 'not_allowed'],
    [400, "Invalid type for booking field 'color'.", 'not_allowed'],
    [400, "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths.", 'not_allowed'],
    [400, "Provided 'lengthInMinutes' is not one of the possible lengths for the event type.", 'not_allowed'],
    [400, 'Invalid event length', 'not_allowed'],
    [400, 'Booking location with type phone not valid for event type with id=2001.', 'not_allowed'],
    [400, 'metadata must be an object with up to 50 keys.', 'not_allowed'],
    [400, 'color property is wrong,property color should not exist ', 'not_allowed'],
    [400, "Event type with id=2001 is the parent managed event type that can't be booked.", 'not_allowed'],
    [400, 'email_verification_required', 'not_allowed'],
    [400, 'invalid_verification_code', 'not_allowed'],
    [401, 'checkBookingRequiresAuthentication - event type with id 2001 requires authentication.', 'not_allowed'],
    [403, 'checkBookingRequiresAuthentication - user is not authorized to book.', 'not_allowed'],
    [403, 'Cannot use this email to create the booking.', 'not_allowed'],
    [422, "Can't book this team event type because it has no hosts.", 'not_allowed'],
  ])('%i %s is %s', (status, message, reason) => expect(refusalReasonOf({ status, message })).toBe(reason));

  it.each([400, 402, 403, 404, 418, 422])('of a text never seen under %i is not_allowed', (status) => {
    for (const message of ['', 'Something new.', 'x'.repeat(10_000)])
      expect(refusalReasonOf({ status, message })).toBe('not_allowed');
  });

  it('is told by the status before the text', () => {
    expect(refusalReasonOf({ status: 422, message: 'Attempting to book a meeting in the past.' })).toBe('not_allowed');
  });
});

describe('reason why nothing was changed', () => {
  const moved =
    "Can't reschedule booking with uid=u1 because it has been cancelled and rescheduled already to booking with uid=u2. " +
    'You probably want to reschedule u2 instead by passing it within the request URL.';

  it.each<[number, string, RefusalReason]>([
    [
      400,
      "Can't cancel booking with uid=u1 because it has been cancelled already. Please provide …",
      'appointment_ended',
    ],
    [400, 'This booking has already been cancelled.', 'appointment_ended'],
    [400, "Can't reschedule booking with uid=u1 because it has been cancelled. Please provide …", 'appointment_ended'],
    [400, "Can't reschedule booking with uid=u1 because it has been rejected. Please provide …", 'appointment_ended'],
    [400, moved, 'appointment_ended'],
    [400, 'Cannot cancel a booking that has already ended', 'too_late'],
    [403, 'Rescheduling is not allowed within the minimum notice period before the event', 'too_late'],
    [404, 'Booking with uid=u1 was not found in the database', 'appointment_unknown'],
    [400, 'User either already has booking at this time or is not available', 'slot_taken'],
    [400, 'Attempting to book a meeting in the past.', 'in_past'],
    [400, outOfBounds, 'too_soon'],
    [400, 'This event type does not allow cancellations', 'not_allowed'],
    [400, 'Cancellation reason is required', 'not_allowed'],
    [404, 'Cannot POST /v2/bookings/u1/cancel', 'not_allowed'],
    [403, 'Something new.', 'not_allowed'],
  ])('%i %s is %s', (status, message, reason) => expect(changeRefusalReasonOf({ status, message })).toBe(reason));

  it('is one of a change alone: nothing is booked with these words', () => {
    expect(refusalReasonOf({ status: 404, message: 'Booking with uid=u1 was not found in the database' })).toBe(
      'not_allowed',
    );
  });
});
