import { DateTime } from 'luxon';
import { reschedule } from '../changes/reschedule';
import { checkFields, type Field, isObject, issueText } from '../input/issues';
import * as rules from '../input/rules';
import { bookingOutput } from '../output/booking.output';
import { invalidRequest } from '../refusals';
import { type Operation } from '../routes';

interface RescheduleInput {
  start: string;
  rescheduledBy?: string;
  reschedulingReason?: string;
}

const fields: Record<string, Field> = {
  start: { rules: [rules.isoDate] },
  rescheduledBy: { optional: true, rules: [rules.email] },
  reschedulingReason: { optional: true, rules: [rules.text] },
  emailVerificationCode: { optional: true, rules: [rules.text] },
  rrHostSubsetIds: { optional: true, rules: [rules.list(Number.isInteger, 'integers')] },
};

export const rescheduleBooking: Operation = function* ({ world, request, uid }) {
  const body = isObject(request.body) ? request.body : {};
  const issues = checkFields(body, fields);
  if (issues.length > 0) throw invalidRequest(issueText(issues));

  const { start, rescheduledBy: by, reschedulingReason: reason } = body as unknown as RescheduleInput;
  const moved = yield* reschedule(world, {
    uid,
    start: DateTime.fromISO(start, { zone: 'utc' }).toMillis(),
    by,
    reason,
  });
  return { data: bookingOutput(moved, world) };
};
