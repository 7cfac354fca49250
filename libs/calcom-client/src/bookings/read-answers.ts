import { type CalcomAnswer, evidenceOf } from '../http/calcom-answer';
import { isObject } from '../http/json';
import { successIn, wrongShape } from '../http/success';
import { type CalcomBooking } from './calcom-booking';
import { readBooking } from './read-booking';

/** One page of a list. */
export interface CalcomBookingPage {
  readonly bookings: readonly CalcomBooking[];
  readonly hasNextPage: boolean;
}

/** @throws CalcomError for every answer that does not show a booking */
export function bookingIn(answer: CalcomAnswer): CalcomBooking {
  return (
    readBooking(successIn(answer).data, answer) ?? wrongShape(answer, 'no booking with uid, status, start and end')
  );
}

/** Undefined when Cal.com itself says that there is no such booking; a path that does not exist is another 404. */
export function bookingOrNothingIn(answer: CalcomAnswer): CalcomBooking | undefined {
  const { status, providerText } = evidenceOf(answer);
  const missing = status === 404 && providerText !== null && !/^Cannot [A-Z]+ \//.test(providerText);
  return missing ? undefined : bookingIn(answer);
}

/** @throws CalcomError for every answer that is not a list of bookings: an unreadable one may be the one looked for */
export function pageIn(answer: CalcomAnswer): CalcomBookingPage {
  const { data, pagination } = successIn(answer);
  if (!Array.isArray(data)) return wrongShape(answer, 'no list of bookings');
  const hasNextPage = isObject(pagination) ? pagination.hasNextPage : undefined;
  const bookings = data.map(
    (item) => readBooking(item, answer) ?? wrongShape(answer, 'a list with an unreadable booking'),
  );
  // A list that does not say whether it goes on ends with an empty page.
  return { bookings, hasNextPage: typeof hasNextPage === 'boolean' ? hasNextPage : bookings.length > 0 };
}
