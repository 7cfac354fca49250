import { CalendarNotified, createEvent, derivedId, type Event } from '@callbook/contracts';
import { expectedStatusAfter } from './booking-triggers';
import type { BookingNotice } from './calcom-webhook';

export interface NoticeContext {
  readonly company: string;
  /** Fresh: a look that is lost because it seemed to be one already taken is worse than a look too many. */
  readonly id: string;
  readonly now: Date;
}

/** The hint for booking. Nothing of the person who booked is in it: whoever needs more asks Cal.com. */
export function calendarNotified(notice: BookingNotice, { company, id, now }: NoticeContext): Event<CalendarNotified> {
  const { trigger, uid, previousUid, sentAt, hasSeats } = notice;
  // One seat less does not end the booking of the others.
  const expectedStatus = hasSeats ? null : expectedStatusAfter(trigger);
  const data: CalendarNotified = { uid, previousUid, trigger, expectedStatus, source: 'webhook', sentAt };
  // All that is heard of one booking belongs together; the uid itself is a secret and has no place in logs.
  const correlationId = derivedId('calendar-change', company, uid);
  return createEvent(CalendarNotified, data, { id, company, time: now, correlationId });
}
