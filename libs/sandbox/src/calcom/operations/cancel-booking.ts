import { checkFields, isObject, issueText } from '../input/issues';
import * as rules from '../input/rules';
import { bookingOutput } from '../output/booking.output';
import { cancellationReasonRequired, invalidRequest } from '../refusals';
import { type Operation } from '../routes';
import { bookingCancelled } from '../webhooks';

const fields = {
  cancellationReason: { optional: true, rules: [rules.text] },
  cancelSubsequentBookings: { optional: true, rules: [rules.flag] },
};

/** The webhook goes out before the row changes: a reader who hurries still sees the booking accepted. */
export const cancelBooking: Operation = function* ({ world, request, caller, uid }) {
  const body = isObject(request.body) ? request.body : {};
  const issues = checkFields(body, fields);
  if (issues.length > 0) throw invalidRequest(issueText(issues));

  const booking = world.checkCancellable(uid);
  const reason = (body.cancellationReason as string | undefined) ?? '';
  // By default the host must give a reason, the attendee need not; a key that sees the host counts as the host.
  if (caller?.hostIds.includes(booking.hostId) && !reason.trim()) throw cancellationReasonRequired();

  const by = caller?.user.email ?? '';
  yield { at: 'before-write', webhooks: [bookingCancelled(booking, reason, by, world)] };
  const cancelled = world.cancel(uid, reason, by);
  yield { at: 'written', bookingUid: uid };
  return { data: bookingOutput(cancelled, world) };
};
