import { confirm, decline } from '../changes/decide';
import { checkFields, isObject, issueText } from '../input/issues';
import * as rules from '../input/rules';
import { bookingOutput } from '../output/booking.output';
import { invalidRequest } from '../refusals';
import { type Operation } from '../routes';

export const confirmBooking: Operation = function* ({ world, author, uid }) {
  return { data: bookingOutput(yield* confirm(world, uid, author), world) };
};

export const declineBooking: Operation = function* ({ world, request, author, uid }) {
  const body = isObject(request.body) ? request.body : {};
  const issues = checkFields(body, { reason: { optional: true, rules: [rules.text] } });
  if (issues.length > 0) throw invalidRequest(issueText(issues));
  const reason = (body.reason as string | undefined) ?? '';
  return { data: bookingOutput(yield* decline(world, uid, reason, author), world) };
};
