import type { StepResult } from '../attempts/advance-attempt';
import { type Attempt, currentPart, type Part } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import type { Calendar } from '../calendar/calendar';
import type { Chains } from '../chains/chains';
import type { Clock } from '../clock/clock';
import type { Alternatives } from '../free-slots/alternatives';
import type { BookingSettings } from './booking-settings';
import { isLive } from '../calendar/is-live';
import { bookingsOf } from './bookings-of';
import type { ConcludeBooking } from './conclude-booking';
import { absenceOf, nextLookAt } from './look-times';
import { whyNoPost } from './why-no-post';

type Result = StepResult;

/**
 * Finds out what became of a POST nobody has a clear answer to. "Not there" counts only some time after the POST, and only
 * when two looks say so; until then the attempt waits.
 */
export class LookUp {
  constructor(
    private readonly attempts: Attempts,
    private readonly calendar: Calendar,
    private readonly chains: Chains,
    private readonly conclude: ConcludeBooking,
    private readonly alternatives: Alternatives,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /** @throws CalendarUnavailable when no look can be made now */
  async step(attempt: Attempt): Promise<Result> {
    const part = currentPart(attempt);
    if (!part) return this.conclude.confirm(attempt);
    const askedAt = this.clock.now();
    const sight = { calendar: this.calendar, chains: this.chains };
    const found = await bookingsOf(sight, attempt, part, 'bookings');
    // The oldest, should there be several: the others are cancelled once this one is settled.
    const live = found.find(({ newest }) => isLive(newest));
    if (live) return this.conclude.partFound(attempt, live);
    if (found.some(({ isComplete }) => !isComplete))
      return { kind: 'later', dueAt: nextLookAt(attempt, askedAt, this.settings) };
    if (found.length > 0) return this.conclude.endedMeanwhile(attempt, found);
    return this.notThere(attempt, part, askedAt);
  }

  private async notThere(attempt: Attempt, part: Part, askedAt: Date): Promise<Result> {
    const absence = absenceOf(attempt, askedAt, this.settings);
    switch (absence.kind) {
      case 'look_again':
        return { kind: 'later', dueAt: absence.at };
      case 'first': {
        // Also after a crash in the middle of a POST, whose end nobody saw.
        const progress = { ...attempt.progress, doubted: true, absentAt: askedAt.toISOString() };
        const move = { state: 'unknown', progress, dueAt: absence.secondAt } as const;
        await this.attempts.move(attempt, move, { look: 'not there' });
        return { kind: 'done' };
      }
      case 'certain':
        return this.absent(attempt, part);
    }
  }

  /** Nothing was booked, for certain. */
  private async absent(attempt: Attempt, part: Part): Promise<Result> {
    const { providerText, progress } = attempt;
    if (progress.doubt === 'refused' && progress.ending) return this.conclude.end(attempt, progress.ending);
    if (await this.isTaken(attempt, part)) return this.conclude.end(attempt, { reason: 'slot_taken', providerText });
    const reason = whyNoPost(attempt, part, this.clock.now(), this.settings);
    if (reason) return this.conclude.end(attempt, { reason, providerText });
    if (part.posts >= this.settings.mostPosts) return this.conclude.giveUp(attempt, 'not_found_after_unclear_post');
    const move = { state: 'requested', dueAt: this.clock.now(), progress: { ...progress, doubt: null } } as const;
    return { kind: 'moved', attempt: await this.attempts.move(attempt, move, { look: 'conclusively not there' }) };
  }

  /** Some event types fail inside the server when the slot is taken. */
  private async isTaken({ company, progress }: Attempt, part: Part): Promise<boolean> {
    if (progress.doubt !== 'server_error') return false;
    const { eventTypeId, hostSubset, start } = part;
    return (await this.alternatives.isOffered({ company, eventTypeId, hostSubset, start: new Date(start) })) === false;
  }
}
