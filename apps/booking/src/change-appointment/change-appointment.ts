import type { CatalogueSource } from '@callbook/catalogue';
import type { StepResult, Steps } from '../attempts/advance-attempt';
import { type ChangeAttempt, isOpen } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { nextLookAt } from '../book-appointment/look-times';
import { whyNoPost } from '../book-appointment/why-no-post';
import { saidOf } from '../calendar-changes/reading-of';
import type { Calendar } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import { type NotShown, readAppointment } from '../chains/read-appointment';
import type { Clock } from '../clock/clock';
import type { CancelAppointment } from './cancel-appointment';
import type { ConcludeChange } from './conclude-change';
import type { ConvergeChange } from './converge-change';
import type { MoveBooking } from './move-booking';
import type { MoveSegments } from './move-segments';

/** How often a change looks whether the one before it has ended. Milliseconds. */
const turnAfterMs = 2_000;

/**
 * Moves or cancels an appointment. Every step first looks how the calendar has it now: what is so already is done, whoever
 * did it, and nothing is said of what cannot be seen.
 */
export class ChangeAppointment implements Steps<ChangeAttempt> {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly cancel: CancelAppointment,
    private readonly moveBooking: MoveBooking,
    private readonly moveSegments: MoveSegments,
    private readonly conclude: ConcludeChange,
    private readonly converge: ConvergeChange,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  async step(attempt: ChangeAttempt): Promise<StepResult> {
    if (!isOpen(attempt)) return this.converge.step(attempt);
    const now = this.clock.now();
    // The worker that announced the POST may still be waiting for its answer.
    if (attempt.state === 'posting' && attempt.leaseUntil && attempt.leaseUntil > now)
      return { kind: 'later', dueAt: attempt.leaseUntil };
    if (attempt.progress.inPlace) return this.moveSegments.step(attempt);
    if (!hasBegun(attempt) && (await this.isBehindAnother(attempt))) return this.waitForTurn(attempt, now);
    return this.change(attempt, now);
  }

  private async change(attempt: ChangeAttempt, now: Date): Promise<StepResult> {
    const { company, operation } = attempt;
    const { target } = attempt.request;
    if (!target) return this.unknown(attempt);
    const sight = { calendar: this.calendar, chains: this.chains };
    const appointment = await readAppointment(sight, company, target.calcomUid, 'bookings');
    if (typeof appointment === 'string') return this.notShown(attempt, appointment, now);
    const said = saidOf(company, appointment, this.catalogue.current());
    if (!said) return this.unknown(attempt);
    if (operation === 'cancel') return this.cancel.step(attempt, appointment, said);

    const { known, parts } = appointment;
    const [only] = parts;
    if (known && known.fact.segments.length > 0) return this.moveSegments.begin(attempt, appointment, known);
    return only ? this.moveBooking.step(attempt, only.chain, said) : this.unknown(attempt);
  }

  /** One change of an appointment at a time: two at once could leave two bookings. */
  private async isBehindAnother(attempt: ChangeAttempt): Promise<boolean> {
    const rootUid = attempt.request.target?.rootUid;
    if (rootUid === undefined) return false;
    const others = await this.attempts.openChanges(attempt.company, rootUid);
    return others.some((other) => other.id !== attempt.id && (hasBegun(other) || isOlder(other, attempt)));
  }

  private waitForTurn(attempt: ChangeAttempt, now: Date): Promise<StepResult> | StepResult {
    const reason = whyNoPost(attempt, attempt.request, now, this.settings);
    if (!reason) return { kind: 'later', dueAt: new Date(now.getTime() + turnAfterMs) };
    return this.conclude.refuse(attempt, {
      reason: reason === 'withdrawn' ? 'superseded' : reason,
      providerText: null,
    });
  }

  private async notShown(attempt: ChangeAttempt, how: NotShown, now: Date): Promise<StepResult> {
    const { company, request, lastPostAt } = attempt;
    if (how === 'incomplete') {
      const { answerBy } = attempt;
      const isTooLong = now.getTime() > answerBy.getTime() + this.settings.postWindowMs;
      if (isTooLong) return this.conclude.giveUp(attempt, 'booking_ended_meanwhile');
      const [soon = 0] = this.settings.lookAfterMs;
      const dueAt = lastPostAt ? nextLookAt(attempt, now, this.settings) : new Date(now.getTime() + soon);
      return { kind: 'later', dueAt };
    }
    const known = await this.chains.of(company, request.target?.calcomUid ?? '');
    if (!known && lastPostAt === null) return this.unknown(attempt);
    return this.conclude.onceSeenTwice(attempt, now, () =>
      lastPostAt === null ? this.unknown(attempt) : this.conclude.giveUp(attempt, 'booking_ended_meanwhile'),
    );
  }

  private unknown(attempt: ChangeAttempt): Promise<StepResult> {
    return this.conclude.refuse(attempt, { reason: 'appointment_unknown', providerText: null });
  }
}

function hasBegun({ lastPostAt, progress }: ChangeAttempt): boolean {
  return lastPostAt !== null || progress.inPlace !== null;
}

function isOlder(one: ChangeAttempt, other: ChangeAttempt): boolean {
  const age = one.createdAt.getTime() - other.createdAt.getTime();
  return age < 0 || (age === 0 && one.id < other.id);
}
