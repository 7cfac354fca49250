import { counter } from '@callbook/observability';
import type { StepResult } from '../attempts/advance-attempt';
import type { Attempt } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import type { Calendar } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import { readChain, type ReadChain } from '../chains/read-chain';
import type { Clock } from '../clock/clock';
import type { BookingSettings } from './booking-settings';
import { isLive } from '../calendar/is-live';
import { bookingsOf } from './bookings-of';
import { type CancelAll, reasonOf } from './cancel-all';
import type { ConcludeBooking } from './conclude-booking';
import { nextConvergenceAt } from './look-times';
import type { ReleaseBooking } from './release-booking';

type Result = StepResult;

export const surplus = counter({
  name: 'callbook_surplus_bookings_total',
  help: 'Bookings that came to be beside the one an attempt ended with, cancelled again; by company',
  labelNames: ['company'],
});

/**
 * Looks once more at what is settled. A POST that was thought lost may have booked long after: then the calendar holds a
 * booking beside the one that was published, or one where "not booked" was said. What was told stays; the surplus is
 * cancelled, and nothing is published of it.
 */
export class Converge {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly conclude: ConcludeBooking,
    private readonly release: ReleaseBooking,
    private readonly cancelAll: CancelAll,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /** @throws CalendarUnavailable when no look can be made now */
  async step(attempt: Attempt): Promise<Result> {
    if (attempt.operation === 'book' && attempt.withdrawnAt && !attempt.endedAt && attempt.bookedUid !== null)
      return this.release.step(attempt);
    if (attempt.dueAt === null) return { kind: 'done' };
    const sight = { calendar: this.calendar, chains: this.chains };
    const chains: ReadChain[] = [];
    for (const part of attempt.progress.parts) {
      if (part.posts > 0) chains.push(...(await bookingsOf(sight, attempt, part, 'reconciliation')));
    }
    const live = chains.filter(({ newest }) => isLive(newest));
    if (attempt.state === 'unresolved') {
      const [oldest] = live;
      if (oldest) return this.conclude.partFound(attempt, oldest);
      return this.nextLook(attempt);
    }
    const kept = await this.keptUids(attempt);
    const others = live.filter(({ uids }) => !uids.some((uid) => kept.has(uid)));
    if (others.length === 0) return this.nextLook(attempt);
    surplus.inc({ company: attempt.company }, others.length);
    const uids = others.map(({ newest }) => newest.uid);
    const result = await this.cancelAll.execute(attempt.company, uids, reasonOf('booked twice'));
    if (result.kind === 'cancelled') return this.nextLook(attempt);
    return { kind: 'later', dueAt: new Date(this.clock.now().getTime() + result.retryAfterMs) };
  }

  /** Of the appointment that was published for the attempt, however often it was moved since. */
  private async keptUids({ company, bookedUid, progress, state }: Attempt): Promise<Set<string>> {
    if (bookedUid === null || state === 'already_booked') return new Set();
    const uids = new Set([bookedUid, ...progress.parts.flatMap(({ uid }) => uid ?? [])]);
    const booking = await this.calendar.get(company, bookedUid, 'reconciliation');
    if (booking) {
      const chain = await readChain({ calendar: this.calendar, chains: this.chains }, company, booking);
      for (const uid of chain.uids) uids.add(uid);
    }
    return uids;
  }

  private async nextLook(attempt: Attempt): Promise<Result> {
    const dueAt = nextConvergenceAt(attempt, this.clock.now(), this.settings);
    if (dueAt) return { kind: 'later', dueAt };
    await this.attempts.schedule(attempt, null);
    return { kind: 'done' };
  }
}
