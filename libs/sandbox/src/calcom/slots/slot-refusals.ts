import { CalcomError } from '../calcom-error';
import { invalidRequest } from '../refusals';

export const invalidTimeRange = (start: string, end: string) =>
  invalidRequest(`Invalid time range given - check the '${start}' and '${end}' query parameters.`);
export const customDurationNeedsCredential = () =>
  new CalcomError(
    401,
    'http-exception',
    'reservationDuration can only be used for authenticated requests - use access token, api key or OAuth credentials',
  );
export const customDurationForbidden = () =>
  new CalcomError(
    403,
    'http-exception',
    "authenticated user is not owner of event type, does not have memberships in common with owner of the event type, nor does belong to event type's team or org.",
  );
export const nothingToReserve = () => invalidRequest('Cannot reserve a slot for a team event without any hosts');
export const slotLengthNotSelectable = () =>
  invalidRequest("You passed 'slotDuration' but this event type is not a variable length event type.");
export const slotLengthNotOffered = (lengths: number[]) =>
  invalidRequest(
    `Provided 'slotDuration' is not one of the possible lengths for the event type. The possible lengths for this variable length event type are: ${lengths.join(', ')}`,
  );
export const slotBooked = () =>
  new CalcomError(422, 'http-exception', "Can't reserve a slot if the event is already booked.");
export const slotReserved = () =>
  new CalcomError(
    422,
    'http-exception',
    'This time slot is already reserved by another user. Please choose a different time.',
  );
