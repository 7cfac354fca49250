import type { CalendarNotified } from '@callbook/contracts';

/**
 * The triggers that tell of one booking, with what a look at the calendar should then show; null where they do not tell.
 * There is none for a confirmation (it is a BOOKING_CREATED again) and none for a reassignment
 * (https://cal.com/docs/developing/guides/automation/webhooks).
 */
const expectations = {
  BOOKING_CREATED: 'accepted',
  BOOKING_REQUESTED: 'pending',
  BOOKING_RESCHEDULED: 'accepted',
  BOOKING_CANCELLED: 'cancelled',
  BOOKING_REJECTED: 'rejected',
  BOOKING_PAYMENT_INITIATED: null,
  BOOKING_PAID: null,
  BOOKING_NO_SHOW_UPDATED: null,
} as const satisfies Record<string, CalendarNotified['expectedStatus']>;

export type BookingTrigger = keyof typeof expectations;

export const bookingTriggers = Object.keys(expectations) as BookingTrigger[];

export function isBookingTrigger(trigger: string): trigger is BookingTrigger {
  return Object.hasOwn(expectations, trigger);
}

export function expectedStatusAfter(trigger: BookingTrigger): CalendarNotified['expectedStatus'] {
  return expectations[trigger];
}
