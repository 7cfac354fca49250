import { type Absences, markAbsent } from '../changes/mark-absent';
import { checkFields, isObject, type Issue, issueText } from '../input/issues';
import * as rules from '../input/rules';
import { bookingOutput } from '../output/booking.output';
import { invalidRequest } from '../refusals';
import { type Operation } from '../routes';

export const markBookingAbsent: Operation = function* ({ world, request, author, uid }) {
  const booking = yield* markAbsent(world, uid, parseAbsences(request.body), author);
  return { data: bookingOutput(booking, world) };
};

/** `{ host?, attendees?: [{ email, absent }] }`, as the API and the page send it. */
export function parseAbsences(given: unknown): Absences {
  const body = isObject(given) ? given : {};
  const issues = checkFields(body, {
    host: { optional: true, rules: [rules.flag] },
    attendees: { optional: true, rules: [rules.list(isObject, 'objects')] },
  });
  const attendees = Array.isArray(body.attendees) ? body.attendees.filter(isObject) : [];
  const nested = attendees.flatMap((attendee, index): Issue[] => {
    const children = checkFields(attendee, { email: { rules: [rules.email] }, absent: { rules: [rules.flag] } });
    return children.length > 0 ? [{ property: String(index), constraints: [], children }] : [];
  });
  if (nested.length > 0) issues.push({ property: 'attendees', constraints: [], children: nested });
  if (issues.length > 0) throw invalidRequest(issueText(issues));
  return body as Absences;
}
