import { CalcomError } from './calcom-error';

/** The refusals the sandbox knows, with Cal.com's own texts: clients can tell them apart by nothing else. */
export const invalidRequest = (message: string) => new CalcomError(400, 'http-exception', message);

/** What Nest's global validation answers: the message says nothing, the details name the fields. */
export const invalidFields = (errors: { property: string; constraints: string[] }[]) =>
  new CalcomError(400, 'http-exception', 'Bad Request Exception', { details: { errors } });

/** A move is always answered in the words for individual event types. */
export const noHostFree = (ofTeam: boolean) =>
  new CalcomError(
    400,
    'http-exception',
    ofTeam
      ? 'One of the hosts either already has booking at this time or is not available'
      : 'User either already has booking at this time or is not available',
    engine('no_available_users_found_error'),
  );

/** Means "taken" too, but under a word the API does not know: it becomes an error of its own. */
export const hostsPartlyFree = () => internalError();

export const outOfBounds = () =>
  new CalcomError(
    400,
    'http-exception',
    'The event type can\'t be booked at the "start" time provided. This could be because it\'s too soon (violating the minimum booking notice) or too far in the future (outside the event\'s scheduling window). Try fetching available slots first using the GET /v2/slots endpoint and then make a booking with "start" time equal to one of the available slots: https://cal.com/docs/api-reference/v2/slots',
    engine('booking_time_out_of_bounds_error'),
  );

export const inThePast = () => new CalcomError(400, 'http-exception', 'Attempting to book a meeting in the past.');

/** From the engine's schema check, hence the second error shape and the odd text. */
export const emailRequired = () =>
  new CalcomError(400, 'schema', 'responses - {email}error_required_field, ', { code: 'BAD_REQUEST' });

export const emailBlocked = () => new CalcomError(403, 'bare', 'Cannot use this email to create the booking.');
export const emailVerificationRequired = () => new CalcomError(400, 'bare', 'email_verification_required');
export const invalidVerificationCode = () => new CalcomError(400, 'bare', 'invalid_verification_code');

export const bookerLimitReached = (reschedulable: string | undefined) =>
  invalidRequest(
    "Attendee with this email can't book because the maximum number of active bookings has been reached." +
      (reschedulable ? ` You can reschedule your existing booking (${reschedulable}) to a new timeslot instead.` : ''),
  );
export const bookingLimitReached = () => new CalcomError(403, 'bare', 'booking_limit_reached');
export const userNotFound = () => new CalcomError(404, 'bare', 'eventTypeUser.notFound');
export const noSeatLeft = () => new CalcomError(409, 'http-exception', 'No more seats left at this seated booking.');
export const invalidLength = () => new CalcomError(400, 'bare', 'Invalid event length');

/** Two requests passed the availability check before either wrote its row. */
export const bookingConflict = () => new CalcomError(409, 'bare', 'booking_conflict_error');

export const notFound = (message: string) => new CalcomError(404, 'http-exception', message);
export const bookingNotFound = (uid: string) => notFound(`Booking with uid=${uid} was not found in the database`);
export const noSuchRoute = (method: string, path: string) => notFound(`Cannot ${method} ${path}`);

export const alreadyCancelled = (uid: string) =>
  invalidRequest(
    `Can't cancel booking with uid=${uid} because it has been cancelled already. Please provide uid of a booking that is not cancelled.`,
  );
/** The engine's words, for a booking that was alive when the API looked. */
export const cancelledMeanwhile = () => new CalcomError(400, 'bare', 'This booking has already been cancelled.');
export const cancellingNotAllowed = () => new CalcomError(400, 'bare', 'This event type does not allow cancellations');
export const cancellationReasonRequired = () => new CalcomError(400, 'bare', 'Cancellation reason is required');
export const alreadyEnded = () => new CalcomError(400, 'bare', 'Cannot cancel a booking that has already ended');

export const tooLateToMove = () =>
  new CalcomError(403, 'bare', 'Rescheduling is not allowed within the minimum notice period before the event');
export const notReschedulable = (uid: string, status: 'CANCELLED' | 'REJECTED') => {
  const ended = status.toLowerCase();
  return invalidRequest(
    `Can't reschedule booking with uid=${uid} because it has been ${ended}. Please provide uid of a booking that is not ${ended}.`,
  );
};
export const cancelledAndRescheduled = (uid: string, newUid: string) =>
  invalidRequest(
    `Can't reschedule booking with uid=${uid} because it has been cancelled and rescheduled already to booking with uid=${newUid}. You probably want to reschedule ${newUid} instead by passing it within the request URL.`,
  );
export const alreadyConfirmed = () =>
  new CalcomError(400, 'schema', 'Booking already confirmed', { code: 'TRPCError' });

export const notBegunYet = () =>
  invalidRequest('Bookings can only be marked as absent after their scheduled start time.');
export const notRoundRobin = (uid: string) =>
  invalidRequest(`Booking with uid=${uid} is not a round robin booking and cannot be reassigned.`);
export const nobodyElseIsFree = () =>
  invalidRequest('No other host of the event type is available at the time of the booking.');

export const invalidApiKey = () =>
  new CalcomError(401, 'http-exception', 'ApiAuthStrategy - api key - Your api key is not valid');
export const expiredApiKey = () =>
  new CalcomError(401, 'http-exception', 'ApiAuthStrategy - api key - Your api key is expired');
export const credentialMissing = () =>
  new CalcomError(
    401,
    'http-exception',
    "ApiAuthStrategy - No authentication method provided. Either pass an API key as 'Bearer' header or OAuth client credentials as 'x-cal-secret-key' and 'x-cal-client-id' headers",
  );

export const tooManyRequests = () =>
  new CalcomError(429, 'http-exception', 'CustomThrottlerGuard - Too many requests. Please try again later.');
export const internalError = () => new CalcomError(500, 'bare', 'Internal server error');

/** Ours, not Cal.com's: the real service has this, the sandbox does not pretend to. */
export const notSimulated = (what: string) =>
  new CalcomError(501, 'schema', `The Callbook sandbox does not simulate ${what}.`, { code: 'SANDBOX_NOT_SIMULATED' });

/** The 2024-04-15 controller passes the engine's word for a refusal on instead of a sentence. */
export function withEngineText(error: unknown): unknown {
  const engineMessage = error instanceof CalcomError ? error.options.engineMessage : undefined;
  return engineMessage === undefined
    ? error
    : new CalcomError(400, 'http-exception', engineMessage, { code: 'HttpException', details: engineMessage });
}

function engine(engineMessage: string) {
  return { engineMessage };
}
