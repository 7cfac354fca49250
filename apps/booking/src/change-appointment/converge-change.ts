import type { CatalogueSource } from '@callbook/catalogue';
import type { StepResult } from '../attempts/advance-attempt';
import type { ChangeAttempt } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import type { BookAppointment } from '../book-appointment/book-appointment';
import { isLive } from '../calendar/is-live';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { type CancelAll, reasonOf } from '../book-appointment/cancel-all';
import { surplus } from '../book-appointment/converge';
import { nextConvergenceAt } from '../book-appointment/look-times';
import { readingOf, saidOf } from '../calendar-changes/reading-of';
import type { Calendar } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import { isAnyLive, readAppointment, type ReadAppointment } from '../chains/read-appointment';
import type { Clock } from '../clock/clock';
import type { ConcludeChange } from './conclude-change';
import { isThere } from './move-booking';

/**
 * Looks once more at a change that is settled. A POST that was thought lost may have moved the appointment long after, or
 * two moves at once may have made two bookings of one. What was published stays the appointment, and what stands beside it is
 * cancelled; what became of the appointment itself is published, whatever was said.
 */
export class ConvergeChange {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly bookNewSet: BookAppointment,
    private readonly cancelAll: CancelAll,
    private readonly conclude: ConcludeChange,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /** @throws CalendarUnavailable when no look can be made now */
  async step(attempt: ChangeAttempt): Promise<StepResult> {
    if (attempt.dueAt === null) return { kind: 'done' };
    const { company, request, bookedUid, progress, state } = attempt;
    const uid = request.target?.calcomUid;
    const known = uid === undefined ? undefined : await this.chains.of(company, uid);
    const isAsPublished = bookedUid !== null && known?.currentUid === bookedUid;
    if (uid === undefined || (isAsPublished && !progress.doubted)) return this.nextLook(attempt);
    if (progress.inPlace) {
      const isStuck = progress.released.length > 0 && state !== 'changed';
      return isStuck ? this.nextLook(attempt) : this.bookNewSet.step(attempt);
    }
    const sight = { calendar: this.calendar, chains: this.chains };
    const appointment = await readAppointment(sight, company, uid, 'reconciliation');
    return typeof appointment === 'string' ? this.nextLook(attempt) : this.look(attempt, appointment);
  }

  private async look(attempt: ChangeAttempt, appointment: ReadAppointment): Promise<StepResult> {
    const { company } = attempt;
    const besides = await this.besides(attempt, appointment);
    if (besides.length > 0) {
      const result = await this.cancelAll.execute(company, besides, reasonOf('moved twice'));
      if (result.kind !== 'cancelled') return this.later(result.retryAfterMs);
      surplus.inc({ company }, besides.length);
    }
    const said = saidOf(company, appointment, this.catalogue.current());
    if (!said) return this.nextLook(attempt);
    const reading = readingOf(company, appointment, said, this.catalogue.current());
    if (attempt.state === 'unresolved' && isDone(attempt, appointment)) return this.conclude.changed(attempt, reading);
    await this.chains.take(company, reading, attempt.id);
    return this.nextLook(attempt);
  }

  /** What our move made, where something else is the appointment. */
  private async besides(attempt: ChangeAttempt, { parts }: ReadAppointment): Promise<string[]> {
    const [part] = attempt.progress.parts;
    if (attempt.operation !== 'reschedule' || part?.from === undefined) return [];
    const { eventTypeId, start, from } = part;
    const moved = { company: attempt.company, uid: from, eventTypeId, start: new Date(start) };
    const made = await this.calendar.successorsOf(moved, 'reconciliation');
    const uids = parts.flatMap(({ chain }) => chain.uids);
    return made.filter((booking) => isLive(booking) && !uids.includes(booking.uid)).map(({ uid }) => uid);
  }

  private async nextLook(attempt: ChangeAttempt): Promise<StepResult> {
    const dueAt = nextConvergenceAt(attempt, this.clock.now(), this.settings);
    if (dueAt) return { kind: 'later', dueAt };
    await this.attempts.schedule(attempt, null);
    return { kind: 'done' };
  }

  private later(ms: number): StepResult {
    return { kind: 'later', dueAt: new Date(this.clock.now().getTime() + ms) };
  }
}

function isDone(attempt: ChangeAttempt, appointment: ReadAppointment): boolean {
  if (attempt.operation === 'cancel') return !isAnyLive(appointment);
  return appointment.parts.every(({ chain }) => isThere(attempt, chain.newest));
}
