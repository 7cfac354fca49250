import type { CatalogueSource } from '@callbook/catalogue';
import type { StepResult, Steps } from '../attempts/advance-attempt';
import {
  type Attempt,
  currentPart,
  everPosted,
  type Doubt,
  type Ending,
  isOpen,
  type Part,
  withCurrentPart,
} from '../attempts/attempt';
import { AttemptMoved, type Attempts, type Evidence, type Move } from '../attempts/attempts';
import type { Calendar, CalendarBooking, OrderAnswer } from '../calendar/calendar';
import type { Clock } from '../clock/clock';
import type { BookingSettings } from './booking-settings';
import type { Compensate } from './compensate';
import type { ConcludeBooking } from './conclude-booking';
import type { Converge } from './converge';
import type { LookUp } from './look-up';
import type { OtherRounds } from './other-rounds';
import { orderFor, planBooking } from './plan-booking';
import { whyNoPost } from './why-no-post';
import { whoseBooking } from './whose-booking';

type Result = StepResult;

/** Before an order is sent again that was not taken, without a word on when it might be. Milliseconds. */
const againAfterMs = 5_000;

/**
 * Books what was asked for, once. Every step first looks how far the attempt got, and what may have been booked is looked
 * up before anything else is done.
 */
export class BookAppointment implements Steps<Attempt> {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly catalogue: CatalogueSource,
    private readonly others: OtherRounds,
    private readonly lookUp: LookUp,
    private readonly conclude: ConcludeBooking,
    private readonly compensate: Compensate,
    private readonly converge: Converge,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  async step(attempt: Attempt): Promise<Result> {
    if (!isOpen(attempt)) return this.converge.step(attempt);
    switch (attempt.state) {
      case 'compensating':
        return this.compensate.step(attempt);
      case 'requested':
        return this.begin(attempt);
      case 'posting':
        // The worker that announced the POST may still be waiting for its answer.
        if (attempt.leaseUntil && attempt.leaseUntil > this.clock.now())
          return { kind: 'later', dueAt: attempt.leaseUntil };
        return this.lookUp.step(attempt);
      default:
        return this.lookUp.step(attempt);
    }
  }

  /** Nothing is under way: plans, books the next part, or has them all. */
  private async begin(attempt: Attempt): Promise<Result> {
    const plan = attempt.progress.parts.length > 0 ? attempt.progress : planBooking(attempt, this.catalogue.current());
    if ('refused' in plan) return this.conclude.end(attempt, { reason: plan.refused, providerText: null });
    const planned: Attempt = { ...attempt, progress: { ...attempt.progress, parts: plan.parts } };
    const part = currentPart(planned);
    if (!part) return this.conclude.confirm(planned);
    if (planned.operation === 'book' && !everPosted(planned) && !planned.withdrawnAt) {
      const before = await this.others.sameWish(planned);
      if (before.kind === 'booked') return this.conclude.alreadyBooked(planned, before);
      if (before.kind === 'under_way') return { kind: 'later', dueAt: this.after(againAfterMs) };
    }
    const reason = whyNoPost(planned, part, this.clock.now(), this.settings);
    if (reason) return this.conclude.end(planned, { reason, providerText: attempt.providerText });
    return this.post(planned, part);
  }

  private async post(attempt: Attempt, part: Part): Promise<Result> {
    await this.calendar.admit(attempt.company, 'bookings');
    const leaseUntil = this.after(this.settings.leaseMs);
    // Committed before the POST: a crash from here on leaves the question "did it book?", never a silent second booking.
    const posting = await this.attempts.move(
      attempt,
      {
        state: 'posting',
        posted: true,
        leaseUntil,
        dueAt: leaseUntil,
        progress: { ...withCurrentPart(attempt.progress, { posts: part.posts + 1 }), absentAt: null },
      },
      { segment: part.segment, eventTypeId: part.eventTypeId, posts: part.posts + 1 },
    );
    if (!this.coversOnePost(leaseUntil)) return this.notPosted(posting, part, 'lease_too_short', this.clock.now());
    return this.concludePost(posting, part, await this.calendar.book(orderFor(posting, part, this.settings)));
  }

  /** The answer counts even when somebody changed their mind meanwhile: that moves the attempt, not the POST. */
  private async concludePost(posting: Attempt, part: Part, answer: OrderAnswer): Promise<Result> {
    try {
      return await this.answered(posting, part, answer);
    } catch (error) {
      if (!(error instanceof AttemptMoved)) throw error;
      const now = await this.attempts.byId(posting.company, posting.id);
      if (!now || !isSamePost(now, posting)) throw error;
      return this.answered(now, part, answer);
    }
  }

  /** @param part as it was before this POST */
  private async answered(posting: Attempt, part: Part, answer: OrderAnswer): Promise<Result> {
    switch (answer.kind) {
      case 'booked':
        return this.bookedBySomebody(posting, part, answer.booking);
      case 'refused': {
        const { reason, providerText } = answer;
        // On a later try the reason may be what an earlier one booked.
        if (part.posts > 0) return this.doubt(posting, 'refused', providerText, { reason, providerText });
        return this.conclude.end(posting, { reason, providerText });
      }
      case 'not_taken':
        await this.notPosted(posting, part, answer.code, this.after(answer.retryAfterMs ?? againAfterMs));
        return { kind: 'done' };
      case 'unclear':
        return this.doubt(posting, answer.isServerError ? 'server_error' : 'unclear', answer.providerText);
    }
  }

  private async bookedBySomebody(posting: Attempt, part: Part, booking: CalendarBooking): Promise<Result> {
    const phoneOfOther = await this.others.phoneBehind(posting.company, booking);
    const whose = whoseBooking(posting, part.segment, booking, phoneOfOther);
    if (whose !== 'ours' && (await this.others.isUnsettled(posting.company, booking))) {
      await this.notPosted(posting, part, 'in_the_way', this.after(againAfterMs));
      return { kind: 'done' };
    }
    switch (whose) {
      case 'ours':
        return this.conclude.partBooked(posting, booking, 'post');
      case 'same_person':
        return this.conclude.alreadyBooked(posting, booking);
      case 'same_contact':
        if (posting.progress.ownAddress) break;
        // Answered with what was there already, so nothing was made: once more, under an address nobody else has.
        return this.moved(
          posting,
          { state: 'requested', dueAt: this.clock.now(), progress: { ...posting.progress, ownAddress: true } },
          { foreign: booking.uid },
        );
      case 'somebody_else':
        break;
    }
    return this.conclude.end(posting, {
      reason: 'slot_taken',
      providerText: 'answered with a booking that is not ours',
    });
  }

  private doubt(posting: Attempt, doubt: Doubt, providerText: string, ending: Ending | null = null): Promise<Result> {
    const [soon = 0] = this.settings.lookAfterMs;
    const progress = { ...posting.progress, doubt, doubted: true, ending };
    const move = { state: 'unknown', dueAt: this.after(soon), progress, providerText } as const;
    return this.moved(posting, move, { doubt, providerText });
  }

  /** The POST was not sent, or not taken, for certain: as before it. */
  private notPosted(posting: Attempt, part: Part, code: string, dueAt: Date): Promise<Result> {
    const progress = withCurrentPart(posting.progress, { posts: part.posts });
    return this.moved(posting, { state: 'requested', dueAt, progress }, { code });
  }

  private async moved(attempt: Attempt, move: Move, evidence: Evidence): Promise<Result> {
    return { kind: 'moved', attempt: await this.attempts.move(attempt, move, evidence) };
  }

  private coversOnePost(leaseUntil: Date): boolean {
    return this.clock.now().getTime() + this.settings.httpTimeoutMs < leaseUntil.getTime();
  }

  private after(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }
}

/** Whoever stood still too long may find the next POST announced by somebody else: its answer is not theirs to give. */
function isSamePost(now: Attempt, posting: Attempt): boolean {
  const [part, posted] = [currentPart(now), currentPart(posting)];
  return (
    now.state === 'posting' &&
    now.lastPostAt?.getTime() === posting.lastPostAt?.getTime() &&
    part?.segment === posted?.segment &&
    part?.posts === posted?.posts
  );
}
