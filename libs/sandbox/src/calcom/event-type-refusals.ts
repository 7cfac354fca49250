import { CalcomError } from './calcom-error';
import { invalidRequest } from './refusals';

/** What an event type does not allow, or asks for in vain. */
export const lengthNotSelectable = () =>
  invalidRequest(
    "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove the 'lengthInMinutes' field from the request.",
  );
export const lengthNotOffered = (lengths: number[]) =>
  invalidRequest(
    `Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: ${lengths.join(', ')}`,
  );

export const locationNotOffered = (type: string, eventTypeId: number) =>
  invalidRequest(`Booking location with type ${type} not valid for event type with id=${eventTypeId}`);

export const phoneMissing = () =>
  invalidRequest(
    'Missing attendee phone number - it is required by the event type. Pass it as "attendee.phoneNumber" string in the request.',
  );
export const fieldMissing = (slug: string, eventTypeId: number) =>
  invalidRequest(
    `Missing required booking field response: ${slug} - it is required by the event type booking fields, but missing in the bookingFieldsResponses. You can fetch the event type with ID ${eventTypeId} to see the required fields.`,
  );
export const fieldOptionUnknown = (slug: string, value: unknown, options: string[]) =>
  invalidRequest(
    `Invalid option '${String(value)}' for booking field '${slug}'. Allowed options are: ${options.join(', ')}.`,
  );
export const fieldTypeWrong = (slug: string, type: string, expected: string, value: unknown) =>
  invalidRequest(
    `Invalid type for booking field '${slug}'. Expected type ${expected} (compatible with field type '${type}'), but received ${typeof value}.`,
  );

export const managedParent = (id: number) =>
  invalidRequest(
    `Event type with id=${id} is the parent managed event type that can't be booked. You have to provide the child event type id aka id of event type that has been assigned to one of the users.`,
  );
export const noHosts = (id: number, teamId: number) =>
  new CalcomError(
    422,
    'http-exception',
    `Can't book this team event type because it has no hosts. Please, add at least 1 host to event type with id=${id} belonging to team with id=${teamId} and try again.`,
  );
export const authenticationRequired = () =>
  new CalcomError(
    401,
    'http-exception',
    'checkBookingRequiresAuthentication - request must be authenticated by passing credentials belonging to event type owner, host or team or org admin or owner.',
  );
export const notTheOwner = () =>
  new CalcomError(
    403,
    'http-exception',
    'checkBookingRequiresAuthentication - user is not authorized to access this event type. User has to be either event type owner, host, team admin or owner or org admin or owner.',
  );
