import type { StepResult } from '../attempts/advance-attempt';
import type { Attempt } from '../attempts/attempt';
import type { Calendar } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import type { Clock } from '../clock/clock';
import type { BookingSettings } from './booking-settings';
import { isLive } from '../calendar/is-live';
import { bookingsOf } from './bookings-of';
import { type CancelAll, reasonOf } from './cancel-all';
import type { ConcludeBooking } from './conclude-booking';

/** Cancels whatever an attempt has booked, and only then says that nothing is booked. */
export class Compensate {
  constructor(
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly cancelAll: CancelAll,
    private readonly conclude: ConcludeBooking,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /** @throws CalendarUnavailable when no look can be made now */
  async step(attempt: Attempt): Promise<StepResult> {
    const { company, progress } = attempt;
    const sight = { calendar: this.calendar, chains: this.chains };
    const uids = new Set<string>();
    for (const part of progress.parts) {
      if (part.posts > 0) {
        const found = await bookingsOf(sight, attempt, part, 'bookings');
        for (const { newest } of found) if (isLive(newest)) uids.add(newest.uid);
      }
      // A booking made a moment ago may not show in the list yet.
      if (part.uid !== null) uids.add(part.uid);
    }
    const result = await this.cancelAll.execute(company, [...uids], reasonOf(progress.ending?.reason ?? 'withdrawn'));
    const ending = progress.ending ?? { reason: 'withdrawn', providerText: null };
    if (result.kind === 'cancelled') return this.conclude.refuse(attempt, ending);
    if (result.kind === 'resisted' && this.isTooLong(attempt))
      return this.conclude.giveUp(attempt, 'compensation_stuck');
    return { kind: 'later', dueAt: new Date(this.clock.now().getTime() + result.retryAfterMs) };
  }

  private isTooLong({ lastPostAt }: Attempt): boolean {
    return this.clock.now().getTime() - (lastPostAt?.getTime() ?? 0) > this.settings.compensateForMs;
  }
}
