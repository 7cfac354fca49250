import type { Calendar } from '../calendar/calendar';
import { isLive } from '../calendar/is-live';

export type Cancelled =
  /** None of them lives. */
  | { readonly kind: 'cancelled' }
  /** At least one could not be cancelled now. */
  | { readonly kind: 'not_yet'; readonly retryAfterMs: number }
  /** At least one lives, and the calendar says that it will not be cancelled, or it cannot be found. */
  | { readonly kind: 'resisted'; readonly retryAfterMs: number };

const againAfterMs = 5_000;
const resistedAgainAfterMs = 60_000;
const missingAgainAfterMs = 15_000;

/** What the people of the salon read in the calendar. */
export function reasonOf(why: string): string {
  return `Callbook: ${why.replaceAll('_', ' ')}`;
}

/** Cancels bookings of ours. Says they are cancelled only when the calendar has shown each of them so. */
export class CancelAll {
  constructor(private readonly calendar: Calendar) {}

  /**
   * Safe to repeat.
   * @throws CalendarUnavailable
   */
  async execute(company: string, uids: readonly string[], reason: string): Promise<Cancelled> {
    for (const uid of uids) {
      const result = await this.cancel(company, uid, reason);
      if (result.kind !== 'cancelled') return result;
    }
    return { kind: 'cancelled' };
  }

  private async cancel(company: string, uid: string, reason: string): Promise<Cancelled> {
    await this.calendar.admit(company, 'bookings');
    const answer = await this.calendar.cancel(company, uid, reason);
    switch (answer.kind) {
      case 'changed':
        return isLive(answer.booking) ? { kind: 'not_yet', retryAfterMs: againAfterMs } : { kind: 'cancelled' };
      case 'not_taken':
        return { kind: 'not_yet', retryAfterMs: answer.retryAfterMs ?? againAfterMs };
      case 'unclear':
        return { kind: 'not_yet', retryAfterMs: againAfterMs };
      case 'refused':
        return this.afterRefusal(company, uid, reason);
    }
  }

  /** Cancelled already, perhaps by an earlier try; or moved, and then its successor is the one; or it resists. */
  private async afterRefusal(company: string, uid: string, reason: string): Promise<Cancelled> {
    const booking = await this.calendar.get(company, uid, 'bookings');
    // Nothing is ever deleted there: it was made a moment ago, and is not shown yet.
    if (!booking) return { kind: 'resisted', retryAfterMs: missingAgainAfterMs };
    if (booking.rescheduledToUid !== null) return this.cancel(company, booking.rescheduledToUid, reason);
    return isLive(booking) ? { kind: 'resisted', retryAfterMs: resistedAgainAfterMs } : { kind: 'cancelled' };
  }
}
