import type { CatalogueSource } from '@callbook/catalogue';
import type { StepResult } from '../attempts/advance-attempt';
import type { ChangeAttempt, Ending, Part } from '../attempts/attempt';
import { isLive } from '../calendar/is-live';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { type CancelAll, reasonOf } from '../book-appointment/cancel-all';
import { readingOf } from '../calendar-changes/reading-of';
import type { Calendar, CalendarBooking } from '../calendar/calendar';
import type { SaidByPhone } from '../chains/chain-fact';
import type { ReadChain } from '../chains/read-chain';
import type { Clock } from '../clock/clock';
import type { Alternatives } from '../free-slots/alternatives';
import { type ConcludeChange, mayStillBeDone } from './conclude-change';
import type { PostChange } from './post-change';
import { servedBy } from './served-by';
import { whyNoChange } from './why-no-change';

/** The appointment that is moved, as the calendar has it now. */
interface Moving {
  readonly chain: ReadChain;
  readonly said: SaidByPhone;
  readonly askedAt: Date;
}

/**
 * Moves an appointment of one booking. The calendar makes another booking of it, so what a POST did can always be found:
 * from the old one, or among those that took its place.
 */
export class MoveBooking {
  constructor(
    private readonly calendar: Calendar,
    private readonly post: PostChange,
    private readonly conclude: ConcludeChange,
    private readonly cancelAll: CancelAll,
    private readonly alternatives: Alternatives,
    private readonly catalogue: CatalogueSource,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /**
   * @param chain the appointment's booking as the calendar has it now
   * @throws CalendarUnavailable
   */
  async step(attempt: ChangeAttempt, chain: ReadChain, said: SaidByPhone): Promise<StepResult> {
    const moving: Moving = { chain, said, askedAt: this.clock.now() };
    if (isThere(attempt, chain.newest)) {
      const neverMoved = attempt.lastPostAt === null;
      if (attempt.withdrawnAt && neverMoved) return this.refuse(attempt, moving, 'superseded');
      return this.changed(attempt, chain, said, 'get');
    }
    const from = attempt.progress.parts[0]?.from;
    if (from !== undefined && from !== chain.newest.uid && mayStillBeDone(attempt)) {
      const beside = await this.movedBeside(attempt, moving, from);
      if (beside) return beside;
    }
    return isLive(chain.newest) ? this.elsewhere(attempt, moving) : this.ended(attempt, moving);
  }

  /** Somebody else moved the same booking: what our POST may have made stands beside theirs. */
  private async movedBeside(attempt: ChangeAttempt, { chain, said }: Moving, from: string) {
    const { company, request } = attempt;
    const { eventTypeId, uid } = chain.newest;
    const moved = { company, uid: from, eventTypeId, start: new Date(request.start) };
    const made = await this.calendar.successorsOf(moved, 'bookings');
    const ours = made.find(isLive);
    // Where we had moved it to it is no longer.
    if (!ours) return made.length > 0 ? this.conclude.giveUp(attempt, 'booking_ended_meanwhile') : undefined;
    if (isLive(chain.newest)) {
      const result = await this.cancelAll.execute(company, [uid], reasonOf('moved by the caller'));
      if (result.kind !== 'cancelled') return this.later(result.retryAfterMs);
    }
    return this.changed(attempt, { ...chain, uids: [...chain.uids, ours.uid], newest: ours }, said, 'get');
  }

  /** It lives no longer, and was not moved. */
  private ended(attempt: ChangeAttempt, moving: Moving): Promise<StepResult> {
    const then = () => this.refuse(attempt, moving, 'appointment_ended');
    return this.conclude.onceCertain(attempt, moving.askedAt, then);
  }

  /** It lives, at another time than the one wanted. */
  private async elsewhere(attempt: ChangeAttempt, moving: Moving): Promise<StepResult> {
    const { progress } = attempt;
    const isWhereItWas = progress.parts[0]?.from === moving.chain.newest.uid;
    if (progress.ending && isWhereItWas) return this.refused(attempt, moving, progress.ending);
    return this.conclude.onceCertain(attempt, moving.askedAt, () => this.notMoved(attempt, moving));
  }

  /** Nothing we did moves it any more, for certain. */
  private async notMoved(attempt: ChangeAttempt, moving: Moving): Promise<StepResult> {
    const { chain, askedAt } = moving;
    const posts = attempt.progress.parts[0]?.posts ?? 0;
    const reason = whyNoChange(attempt, { parts: [{ segment: null, chain }] }, askedAt, this.settings);
    if (reason) return this.refuse(attempt, moving, reason);
    if (await this.isTaken(attempt)) return this.refuse(attempt, moving, 'slot_taken');
    if (posts >= this.settings.mostPosts) return this.conclude.giveUp(attempt, 'not_found_after_unclear_post');
    return this.move(attempt, moving, posts);
  }

  private move(attempt: ChangeAttempt, moving: Moving, posts: number): Promise<StepResult> {
    const { company, request, progress } = attempt;
    const { newest } = moving.chain;
    const { hostSubset } = servedBy(company, moving.chain, moving.said, this.catalogue.current());
    const start = new Date(request.start);
    const part: Part = {
      segment: null,
      eventTypeId: newest.eventTypeId,
      hostSubset,
      start: start.toISOString(),
      posts: posts + 1,
      uid: null,
      from: newest.uid,
    };
    return this.post.execute(attempt, {
      progress: { ...progress, parts: [part] },
      send: () => this.calendar.reschedule(company, newest.uid, { start, reason: request.reason, hostSubset }),
      done: (posting, booking) => this.moved(posting, moving, booking),
    });
  }

  private async moved(posting: ChangeAttempt, { chain, said }: Moving, booking: CalendarBooking): Promise<StepResult> {
    // Some event types answer with a booking that is there already when start and attendee are equal.
    if (booking.rescheduledFromUid !== chain.newest.uid)
      return this.post.refused(posting, {
        reason: 'slot_taken',
        providerText: 'answered with a booking of another move',
      });
    if (!isThere(posting, booking)) return this.post.doubt(posting, 'unclear', 'answered with what was not asked for');
    const newest = booking.host ? booking : await this.withHost(posting.company, booking);
    return this.changed(posting, { ...chain, uids: [...chain.uids, booking.uid], newest }, said, 'post');
  }

  private changed(
    attempt: ChangeAttempt,
    chain: ReadChain,
    said: SaidByPhone,
    readFrom: 'post' | 'get',
  ): Promise<StepResult> {
    const appointment = { parts: [{ segment: null, chain }] };
    const reading = readingOf(attempt.company, appointment, said, this.catalogue.current(), readFrom);
    return this.conclude.changed(attempt, reading);
  }

  /** The calendar said no, and shows the booking where it was. */
  private refused(attempt: ChangeAttempt, moving: Moving, ending: Ending): Promise<StepResult> {
    // It contradicts itself: cancelled already, by its words.
    if (ending.reason === 'appointment_ended') {
      const then = () => this.conclude.giveUp(attempt, 'booking_ended_meanwhile');
      return this.conclude.onceSeenTwice(attempt, moving.askedAt, then);
    }
    const then = () => this.refuse(attempt, moving, ending.reason, ending.providerText);
    return this.conclude.onceCertain(attempt, moving.askedAt, then);
  }

  private refuse(
    attempt: ChangeAttempt,
    { chain, said }: Moving,
    told: Ending['reason'],
    providerText = attempt.providerText,
  ): Promise<StepResult> {
    const { hostSubset, staffId } = servedBy(attempt.company, chain, said, this.catalogue.current());
    const wasForThePerson = hostSubset !== null && said.preferredStaff?.staffId === staffId;
    const reason = told === 'slot_taken' && wasForThePerson ? 'preferred_staff_unavailable' : told;
    return this.conclude.refuse(attempt, { reason, providerText }, staffId);
  }

  /** Some event types fail inside the server when the slot is taken. */
  private async isTaken({ company, progress }: ChangeAttempt): Promise<boolean> {
    const [part] = progress.parts;
    if (progress.doubt !== 'server_error' || !part) return false;
    const { eventTypeId, hostSubset, start } = part;
    return (await this.alternatives.isOffered({ company, eventTypeId, hostSubset, start: new Date(start) })) === false;
  }

  private async withHost(company: string, booking: CalendarBooking): Promise<CalendarBooking> {
    const again = await this.calendar.get(company, booking.uid, 'bookings').catch(() => undefined);
    return again?.host ? again : booking;
  }

  private later(ms: number): StepResult {
    return { kind: 'later', dueAt: new Date(this.clock.now().getTime() + ms) };
  }
}

/** Whether the booking is what was wanted; starts count to the minute. */
export function isThere({ request }: ChangeAttempt, booking: CalendarBooking): boolean {
  const minuteOf = (date: Date): number => Math.floor(date.getTime() / 60_000);
  return isLive(booking) && minuteOf(booking.start) === minuteOf(new Date(request.start));
}
