import type { CatalogueSource } from '@callbook/catalogue';
import type { StepResult } from '../attempts/advance-attempt';
import type { Attempt } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import { readingOf, saidOf } from '../calendar-changes/reading-of';
import type { Calendar } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import { isAnyLive, readAppointment } from '../chains/read-appointment';
import type { Clock } from '../clock/clock';
import type { BookingSettings } from './booking-settings';
import { type CancelAll, reasonOf } from './cancel-all';
import { nextConvergenceAt } from './look-times';

/** Cancels an appointment the caller gave up for another one, and publishes that it is cancelled. */
export class ReleaseBooking {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly cancelAll: CancelAll,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly settings: Pick<BookingSettings, 'convergeAfterMs'>,
  ) {}

  /** @throws CalendarUnavailable when nothing can be done now */
  async step(attempt: Attempt): Promise<StepResult> {
    const { company, bookedUid } = attempt;
    if (bookedUid === null) return { kind: 'done' };
    const known = await this.chains.of(company, bookedUid);
    const segments = known?.fact.segments.map(({ uid }) => uid) ?? [];
    const uids = [...new Set([known?.currentUid ?? bookedUid, ...segments])];
    const result = await this.cancelAll.execute(company, uids, reasonOf('replaced by the caller'));
    if (result.kind !== 'cancelled') return this.later(result.retryAfterMs);
    const sight = { calendar: this.calendar, chains: this.chains };
    const appointment = await readAppointment(sight, company, bookedUid, 'bookings');
    // The calendar shows the cancellation a little later.
    if (typeof appointment === 'string' || isAnyLive(appointment)) return this.later(5_000);
    const catalogue = this.catalogue.current();
    const said = saidOf(company, appointment, catalogue);
    if (said) await this.chains.take(company, readingOf(company, appointment, said, catalogue), attempt.id);
    await this.attempts.schedule(attempt, nextConvergenceAt(attempt, this.clock.now(), this.settings));
    return { kind: 'done' };
  }

  private later(ms: number): StepResult {
    return { kind: 'later', dueAt: new Date(this.clock.now().getTime() + ms) };
  }
}
