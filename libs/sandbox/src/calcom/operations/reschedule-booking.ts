import { DateTime } from 'luxon';
import { refuseIfEnded, reschedule } from '../changes/reschedule';
import { checkFields, type Field, isObject, issueText } from '../input/issues';
import * as rules from '../input/rules';
import { bookingOutput } from '../output/booking.output';
import { invalidRequest } from '../refusals';
import { type Operation } from '../routes';

interface RescheduleInput {
  start: string;
  rescheduledBy?: string;
  reschedulingReason?: string;
  rrHostSubsetIds?: number[];
}

const fields: Record<string, Field> = {
  start: { rules: [rules.isoDate] },
  rescheduledBy: { optional: true, rules: [rules.email] },
  reschedulingReason: { optional: true, rules: [rules.text] },
  emailVerificationCode: { optional: true, rules: [rules.text] },
  rrHostSubsetIds: { optional: true, rules: [rules.list(Number.isInteger, 'integers')] },
};

export const rescheduleBooking: Operation = function* ({ world, request, caller, author, reads, uid }) {
  const body = isObject(request.body) ? request.body : {};
  const issues = checkFields(body, fields);
  if (issues.length > 0) throw invalidRequest(issueText(issues));
  // Looked at through the replica: one that lags does not know yet that the booking was moved.
  refuseIfEnded(world.read(uid, reads.lagMs));

  const input = body as unknown as RescheduleInput;
  const old = world.find(uid);
  const move = {
    old,
    start: DateTime.fromISO(input.start, { zone: 'utc' }).toMillis(),
    by: input.rescheduledBy,
    reason: input.reschedulingReason,
    hostSubset: input.rrHostSubsetIds,
    byHost: caller?.user.id === old.hostId,
  };
  return { data: bookingOutput(yield* reschedule(world, move, author), world) };
};
