import type { CalendarBooking } from './calendar';

/** It takes place, or will once the salon has confirmed it. */
export function isLive({ status }: Pick<CalendarBooking, 'status'>): boolean {
  return status === 'accepted' || status === 'pending';
}
