import type { AdvanceAttempt } from './advance-attempt';
import type { Attempts, Request } from './attempts';

/**
 * Takes what the voice agent asked for: decides what it means among the wishes of its call, and begins. Safe to run again
 * from the start. Returns when the attempt is settled, or when the clock will go on with it.
 */
export class TakeRequest {
  constructor(
    private readonly attempts: Attempts,
    private readonly advance: AdvanceAttempt,
  ) {}

  async execute(request: Request): Promise<void> {
    const attempt = await this.attempts.take(request);
    if (attempt) await this.advance.execute(attempt);
  }
}
