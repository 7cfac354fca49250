import { RetryableError } from '@callbook/messaging/failure';
import type { Clock } from '../clock/clock';
import type { Attempt, BookingAttempt, ChangeAttempt } from './attempt';
import { AttemptMoved, type Attempts } from './attempts';

/** What one step came to. */
export type StepResult<A extends Attempt = Attempt> =
  /** There may be more to do at once. */
  | { readonly kind: 'moved'; readonly attempt: A }
  /** Nothing is left to do, now or later, or `settle` has said when. */
  | { readonly kind: 'done' }
  /** Nothing can be done before then. */
  | { readonly kind: 'later'; readonly dueAt: Date };

/** One step of an attempt. Safe to make again from the start, and twice at once: it is told how far the attempt got. */
export interface Steps<A extends Attempt> {
  /** @throws RetryableError when it has to be made again later; AttemptMoved when somebody else made one meanwhile */
  step(attempt: A): Promise<StepResult>;
}

/** More steps than any attempt takes in one go; whoever takes more runs in circles. */
const mostSteps = 100;
/** Before a step is made again that failed without saying when. Milliseconds. */
const againAfterMs = 5_000;

/** Takes an attempt as far as it can get now, and notes when it has to go on. Knows no message: a request or the clock may call. */
export class AdvanceAttempt {
  constructor(
    private readonly attempts: Attempts,
    private readonly bookings: Steps<BookingAttempt>,
    private readonly changes: Steps<ChangeAttempt>,
    private readonly clock: Clock,
  ) {}

  /** Rejects only for what nobody foresaw. */
  async execute(attempt: Attempt): Promise<void> {
    let current = attempt;
    for (let steps = 0; steps < mostSteps; steps += 1) {
      const result = await this.tryStep(current);
      if (result.kind === 'done') return;
      if (result.kind === 'later') return this.attempts.schedule(current, result.dueAt);
      current = result.attempt;
    }
    throw new Error(`attempt ${attempt.id} took ${mostSteps} steps without coming to rest`);
  }

  private async tryStep(attempt: Attempt): Promise<StepResult> {
    try {
      return attempt.operation === 'book' ? await this.bookings.step(attempt) : await this.changes.step(attempt);
    } catch (error) {
      if (error instanceof AttemptMoved) return this.reread(attempt);
      if (error instanceof RetryableError) return this.later(error.retryAfterMs ?? againAfterMs);
      throw error;
    }
  }

  private async reread({ company, id }: Attempt): Promise<StepResult> {
    const attempt = await this.attempts.byId(company, id);
    return attempt ? { kind: 'moved', attempt } : { kind: 'done' };
  }

  private later(ms: number): StepResult {
    return { kind: 'later', dueAt: new Date(this.clock.now().getTime() + ms) };
  }
}
