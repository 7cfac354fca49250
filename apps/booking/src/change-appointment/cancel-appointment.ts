import type { CatalogueSource } from '@callbook/catalogue';
import type { StepResult } from '../attempts/advance-attempt';
import type { ChangeAttempt, Ending, Part } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import { isLive } from '../calendar/is-live';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { reasonOf } from '../book-appointment/cancel-all';
import { readingOf } from '../calendar-changes/reading-of';
import type { Calendar, CalendarBooking } from '../calendar/calendar';
import type { SaidByPhone } from '../chains/chain-fact';
import type { ReadAppointment } from '../chains/read-appointment';
import type { Clock } from '../clock/clock';
import type { ConcludeChange } from './conclude-change';
import type { PostChange } from './post-change';
import { whyNoChange } from './why-no-change';

/**
 * Cancels an appointment, all its bookings one after the other. Cancelling twice does no harm, so it is tried again while
 * the calendar shows a booking alive; "not cancelled" is said only when that is certain.
 */
export class CancelAppointment {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly post: PostChange,
    private readonly conclude: ConcludeChange,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /**
   * @param appointment as the calendar has it now
   * @throws CalendarUnavailable
   */
  async step(attempt: ChangeAttempt, appointment: ReadAppointment, said: SaidByPhone): Promise<StepResult> {
    const now = this.clock.now();
    const next = appointment.parts.find(({ chain }) => isLive(chain.newest))?.chain.newest;
    if (!next) {
      const reading = readingOf(attempt.company, appointment, said, this.catalogue.current());
      return this.conclude.changed(attempt, reading);
    }
    if (isHalfDone(attempt, appointment)) {
      // Neither "cancelled" nor "not cancelled" is true of half an appointment: there is only one way, to the end.
      if (now.getTime() - attempt.createdAt.getTime() > this.settings.compensateForMs)
        return this.conclude.giveUp(attempt, 'compensation_stuck');
    } else {
      const { ending } = attempt.progress;
      if (ending) return this.refused(attempt, ending, now);
      const reason = whyNoChange(attempt, appointment, now, this.settings);
      const { providerText } = attempt;
      if (reason)
        return this.conclude.onceCertain(attempt, now, () => this.conclude.refuse(attempt, { reason, providerText }));
    }
    const notBefore = new Date((attempt.lastPostAt?.getTime() ?? 0) + this.pauseMs(attempt));
    if (now < notBefore) return { kind: 'later', dueAt: notBefore };
    return this.cancel(attempt, appointment, said, next);
  }

  private cancel(
    attempt: ChangeAttempt,
    appointment: ReadAppointment,
    said: SaidByPhone,
    { uid }: CalendarBooking,
  ): Promise<StepResult> {
    const { company, request, progress } = attempt;
    const reason = request.reason?.trim() || reasonOf('cancelled by the caller');
    return this.post.execute(attempt, {
      progress: { ...progress, parts: countedParts(attempt, appointment, uid) },
      send: () => this.calendar.cancel(company, uid, reason),
      done: (posting, booking) => this.cancelled(posting, appointment, said, booking),
    });
  }

  private async cancelled(
    posting: ChangeAttempt,
    appointment: ReadAppointment,
    said: SaidByPhone,
    booking: CalendarBooking,
  ): Promise<StepResult> {
    if (isLive(booking))
      return this.post.doubt(posting, 'unclear', `answered with a booking that is ${booking.status}`);
    const parts = appointment.parts.map(({ segment, chain }) => ({
      segment,
      chain: chain.newest.uid === booking.uid ? { ...chain, newest: booking } : chain,
    }));
    const seen = { ...appointment, parts };
    if (!parts.some(({ chain }) => isLive(chain.newest))) return this.step(posting, seen, said);
    const move = { state: 'requested', progress: posting.progress, dueAt: this.clock.now() } as const;
    return this.step(await this.attempts.move(posting, move, { cancelled: booking.uid }), seen, said);
  }

  /** The calendar said no, and shows the booking alive. */
  private refused(attempt: ChangeAttempt, ending: Ending, now: Date): Promise<StepResult> {
    // It contradicts itself: cancelled already, by its words.
    if (ending.reason === 'appointment_ended')
      return this.conclude.onceSeenTwice(attempt, now, () => this.conclude.giveUp(attempt, 'booking_ended_meanwhile'));
    return this.conclude.onceCertain(attempt, now, () => this.conclude.refuse(attempt, ending));
  }

  /** Before the next POST, counted from the last: none after a success, else longer each time. */
  private pauseMs({ progress, state }: ChangeAttempt): number {
    if (progress.doubt === null && state !== 'posting') return 0;
    const posts = progress.parts.reduce((sum, part) => sum + part.posts, 0);
    const { lookAfterMs } = this.settings;
    return lookAfterMs[Math.min(posts, lookAfterMs.length) - 1] ?? 0;
  }
}

function isHalfDone({ lastPostAt }: ChangeAttempt, { parts }: ReadAppointment): boolean {
  return lastPostAt !== null && parts.some(({ chain }) => !isLive(chain.newest));
}

/** The appointment's bookings, with one more POST for this one. */
function countedParts({ progress }: ChangeAttempt, { parts }: ReadAppointment, uid: string): Part[] {
  return parts.map(({ segment, chain: { newest } }, index) => ({
    segment,
    eventTypeId: newest.eventTypeId,
    hostSubset: null,
    start: newest.start.toISOString(),
    posts: (progress.parts[index]?.posts ?? 0) + (newest.uid === uid ? 1 : 0),
    uid: newest.uid,
  }));
}
