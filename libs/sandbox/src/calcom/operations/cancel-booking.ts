import { cancel, cancellable, refuseCancelledTwice } from '../changes/cancel';
import { checkFields, isObject, issueText } from '../input/issues';
import * as rules from '../input/rules';
import { bookingOutput } from '../output/booking.output';
import { cancellationReasonRequired, invalidRequest } from '../refusals';
import { type Operation } from '../routes';

const fields = {
  cancellationReason: { optional: true, rules: [rules.text] },
  cancelSubsequentBookings: { optional: true, rules: [rules.flag] },
};

export const cancelBooking: Operation = function* ({ world, request, caller, author, reads, uid }) {
  const body = isObject(request.body) ? request.body : {};
  const issues = checkFields(body, fields);
  if (issues.length > 0) throw invalidRequest(issueText(issues));

  refuseCancelledTwice(world.read(uid, reads.lagMs));
  const booking = cancellable(world, uid);
  const reason = (body.cancellationReason as string | undefined) ?? '';
  // By default the host must give a reason, the attendee need not; a key that sees the host counts as the host.
  if (caller?.hostIds.includes(booking.hostId) && !reason.trim()) throw cancellationReasonRequired();
  const cancelled = yield* cancel(world, uid, reason, caller?.user.email ?? '', author);
  return { data: bookingOutput(cancelled, world) };
};
