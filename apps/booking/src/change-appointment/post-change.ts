import type { RefusalReason } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import type { StepResult } from '../attempts/advance-attempt';
import type { ChangeAttempt, Progress } from '../attempts/attempt';
import { AttemptMoved, type Attempts } from '../attempts/attempts';
import type { BookingSettings } from '../book-appointment/booking-settings';
import type { Calendar, CalendarBooking, ChangeAnswer } from '../calendar/calendar';
import type { Clock } from '../clock/clock';

/** One POST that changes a booking. */
export interface Change {
  /** How far the attempt is with this POST announced. */
  readonly progress: Progress;
  readonly send: () => Promise<ChangeAnswer>;
  /** What follows when the calendar says that it was done. @param booking as it is now */
  readonly done: (posting: ChangeAttempt, booking: CalendarBooking) => Promise<StepResult>;
}

/** Before a POST is sent again that was not taken, without a word on when it might be. Milliseconds. */
const againAfterMs = 5_000;
const settleAgainAfterMs = 2_000;

/** Announces a POST, sends it, and keeps what its answer leaves open. */
export class PostChange {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /** @throws CalendarUnavailable when nothing may be sent now */
  async execute(attempt: ChangeAttempt, change: Change): Promise<StepResult> {
    await this.calendar.admit(attempt.company, 'bookings');
    const leaseUntil = this.after(this.settings.leaseMs);
    const progress: Progress = { ...change.progress, doubt: null, ending: null, absentAt: null };
    // Committed before the POST: a crash from here on leaves the question whether it was done, never silence about it.
    const posting = await this.attempts.move(
      attempt,
      { state: 'posting', posted: true, leaseUntil, dueAt: leaseUntil, progress },
      { posts: progress.parts.map(({ posts }) => posts) },
    );
    const answer = this.coversOnePost(leaseUntil)
      ? await change.send()
      : ({ kind: 'not_taken', code: 'lease_too_short', message: 'not sent', retryAfterMs: 0 } as const);
    return this.heeded(attempt, posting, change, answer);
  }

  /** The answer counts even when somebody changed their mind meanwhile: that moves the attempt, not the POST. */
  private async heeded(
    before: ChangeAttempt,
    posting: ChangeAttempt,
    change: Change,
    answer: ChangeAnswer,
  ): Promise<StepResult> {
    try {
      return await this.answered(before, posting, change, answer);
    } catch (error) {
      if (error instanceof AttemptMoved) {
        const now = await this.attempts.byId(posting.company, posting.id);
        if (!now || now.operation === 'book' || !isSamePost(now, posting)) throw error;
        return this.answered(before, now, change, answer);
      }
      if (!(error instanceof RetryableError)) throw error;
      // Done, but it cannot be told now: a look will show it.
      return this.doubt(posting, 'unclear', error.message, this.after(error.retryAfterMs ?? settleAgainAfterMs));
    }
  }

  private async answered(
    before: ChangeAttempt,
    posting: ChangeAttempt,
    change: Change,
    answer: ChangeAnswer,
  ): Promise<StepResult> {
    switch (answer.kind) {
      case 'changed':
        return change.done(posting, answer.booking);
      case 'refused':
        return this.refused(posting, answer);
      case 'not_taken': {
        const dueAt = this.after(answer.retryAfterMs ?? againAfterMs);
        const move = { state: 'requested', progress: before.progress, dueAt } as const;
        await this.attempts.move(posting, move, { code: answer.code });
        return { kind: 'done' };
      }
      case 'unclear':
        return this.doubt(posting, answer.isServerError ? 'server_error' : 'unclear', answer.providerText);
    }
  }

  /** The calendar said no: believed when a look shows the same. */
  async refused(
    posting: ChangeAttempt,
    { reason, providerText }: { readonly reason: RefusalReason; readonly providerText: string },
  ): Promise<StepResult> {
    const progress = { ...posting.progress, doubt: 'refused', ending: { reason, providerText } } as const;
    const move = { state: 'unknown', progress, dueAt: this.clock.now(), providerText } as const;
    return { kind: 'moved', attempt: await this.attempts.move(posting, move, { reason, providerText }) };
  }

  /** A POST may have done it, or may yet. */
  async doubt(
    posting: ChangeAttempt,
    doubt: 'unclear' | 'server_error',
    providerText: string,
    dueAt: Date = this.clock.now(),
  ): Promise<StepResult> {
    const progress = { ...posting.progress, doubt, doubted: true };
    const move = { state: 'unknown', progress, dueAt, providerText } as const;
    const attempt = await this.attempts.move(posting, move, { doubt, providerText });
    return dueAt > this.clock.now() ? { kind: 'done' } : { kind: 'moved', attempt };
  }

  private coversOnePost(leaseUntil: Date): boolean {
    return this.clock.now().getTime() + this.settings.httpTimeoutMs < leaseUntil.getTime();
  }

  private after(ms: number): Date {
    return new Date(this.clock.now().getTime() + ms);
  }
}

function isSamePost(now: ChangeAttempt, posting: ChangeAttempt): boolean {
  return now.state === 'posting' && now.lastPostAt?.getTime() === posting.lastPostAt?.getTime();
}
