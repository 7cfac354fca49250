import type { RefusalReason } from '@callbook/contracts';
import type { ChangeAttempt } from '../attempts/attempt';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { whyNoPost } from '../book-appointment/why-no-post';
import type { ReadAppointment } from '../chains/read-appointment';

/** Why no POST may change the appointment any more; undefined when one may. */
export function whyNoChange(
  attempt: ChangeAttempt,
  { parts }: Pick<ReadAppointment, 'parts'>,
  now: Date,
  settings: Pick<BookingSettings, 'postWindowMs'>,
): RefusalReason | undefined {
  const bookings = parts.map(({ chain }) => chain.newest);
  const start = Math.min(...bookings.map((booking) => booking.start.getTime()));
  const end = Math.max(...bookings.map((booking) => booking.end.getTime()));
  if (attempt.withdrawnAt) return 'superseded';
  if (end <= now.getTime()) return 'appointment_ended';
  if (start <= now.getTime()) return 'too_late';
  const wanted = attempt.operation === 'reschedule' ? attempt.request.start : new Date(start).toISOString();
  return whyNoPost(attempt, { start: wanted }, now, settings);
}
