import { anotherHost, hostById, reassign } from '../changes/reassign';
import { checkFields, isObject, issueText } from '../input/issues';
import * as rules from '../input/rules';
import { invalidRequest } from '../refusals';
import { type Operation, type OperationContext } from '../routes';

/** Whoever of the other hosts is free. */
export const reassignBooking: Operation = function* (context) {
  return yield* reassignTo(context, anotherHost(context.world, context.uid));
};

/** The user named in the path. */
export const reassignBookingTo: Operation = function* (context) {
  const { world, request, uid } = context;
  const body = isObject(request.body) ? request.body : {};
  const issues = checkFields(body, { reason: { optional: true, rules: [rules.text] } });
  if (issues.length > 0) throw invalidRequest(issueText(issues));
  return yield* reassignTo(context, hostById(world, uid, Number(request.path.split('/').at(-1))));
};

function* reassignTo({ world, uid, author }: OperationContext, hostId: number): ReturnType<Operation> {
  const booking = yield* reassign(world, uid, hostId, author);
  const { id, name, email } = world.host(booking.hostId);
  return { data: { bookingUid: uid, reassignedTo: { id, name, email, displayEmail: email } } };
}
