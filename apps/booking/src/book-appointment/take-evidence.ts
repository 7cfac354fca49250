import type { AdvanceAttempt } from '../attempts/advance-attempt';
import { type BookingAttempt, currentPart, isOpen } from '../attempts/attempt';
import type { ReadChain } from '../chains/read-chain';
import type { Clock } from '../clock/clock';
import { isLive } from '../calendar/is-live';
import type { ConcludeBooking } from './conclude-booking';

/** A booking with an attempt's request id was seen, by whatever way: that answers the attempt, if it is still open. */
export class TakeEvidence {
  constructor(
    private readonly conclude: ConcludeBooking,
    private readonly advance: AdvanceAttempt,
    private readonly clock: Clock,
  ) {}

  /**
   * `wait`: the POST that made the booking may still be waiting for its answer, or the attempt is being undone.
   * @throws AttemptMoved when somebody else settled the attempt meanwhile
   */
  async execute(attempt: BookingAttempt, chain: ReadChain): Promise<'taken' | 'wait' | 'of_no_use'> {
    const { state, leaseUntil } = attempt;
    if (state === 'compensating') return 'wait';
    if (state === 'posting' && leaseUntil && leaseUntil > this.clock.now()) return 'wait';
    if (!isOpen(attempt) && state !== 'unresolved') return 'of_no_use';

    const segment = chain.newest.metadata.callbook_segment ?? null;
    if (currentPart(attempt)?.segment !== segment) return 'of_no_use';
    const ended = !isLive(chain.newest);
    // With nothing under way an ended booking is one we cancelled ourselves, or tells nothing of the next try.
    if (ended && state === 'requested') return 'of_no_use';
    const result = ended
      ? await this.conclude.endedMeanwhile(attempt, [chain])
      : await this.conclude.partFound(attempt, chain);
    if (result.kind === 'moved') await this.advance.execute(result.attempt);
    return 'taken';
  }
}
