import type { Alternative, UnresolvedReason } from '@callbook/contracts';
import type { StepResult } from '../attempts/advance-attempt';
import type { ChangeAttempt, Ending } from '../attempts/attempt';
import type { Attempts } from '../attempts/attempts';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { helpedByAnotherStart } from '../book-appointment/conclude-booking';
import { absenceOf } from '../book-appointment/look-times';
import type { ChainReading } from '../chains/chains';
import type { Clock } from '../clock/clock';
import type { Alternatives } from '../free-slots/alternatives';

/** How a change ends, once it is certain what became of its POSTs. */
export class ConcludeChange {
  constructor(
    private readonly attempts: Attempts,
    private readonly alternatives: Alternatives,
    private readonly clock: Clock,
    private readonly settings: BookingSettings,
  ) {}

  /** The appointment is as it was wanted. */
  async changed(attempt: ChangeAttempt, reading: ChainReading): Promise<StepResult> {
    await this.attempts.settle(attempt, { kind: 'changed', reading }, this.firstLookAfter(attempt));
    return { kind: 'done' };
  }

  /**
   * The appointment is as it was before, for certain.
   * @param staffId with whom another start would help; null for anybody
   */
  async refuse(
    attempt: ChangeAttempt,
    { reason, providerText }: Ending,
    staffId: string | null = null,
  ): Promise<StepResult> {
    const isHelped = attempt.operation === 'reschedule' && helpedByAnotherStart.has(reason);
    const alternatives = isHelped ? await this.near(attempt, staffId) : [];
    const settlement = { kind: 'refused', reason, providerText, alternatives } as const;
    await this.attempts.settle(attempt, settlement, this.firstLookAfter(attempt));
    return { kind: 'done' };
  }

  /** A person has to look. */
  async giveUp(attempt: ChangeAttempt, reason: UnresolvedReason): Promise<StepResult> {
    const settlement = { kind: 'unresolved', reason, providerText: attempt.providerText } as const;
    await this.attempts.settle(attempt, settlement, this.firstLookAfter(attempt));
    return { kind: 'done' };
  }

  /**
   * `then`, once no POST can do anything any more that the look did not show: at once when none is in doubt, else when
   * "not done" is conclusive and was seen twice.
   */
  onceCertain(attempt: ChangeAttempt, askedAt: Date, then: () => Promise<StepResult>): Promise<StepResult> {
    return mayStillBeDone(attempt) ? this.onceSeenTwice(attempt, askedAt, then) : then();
  }

  /** `then`, once a second look has shown the same, when looks count. */
  async onceSeenTwice(attempt: ChangeAttempt, askedAt: Date, then: () => Promise<StepResult>): Promise<StepResult> {
    const absence = absenceOf(attempt, askedAt, this.settings);
    switch (absence.kind) {
      case 'look_again':
        return { kind: 'later', dueAt: absence.at };
      case 'first': {
        const progress = { ...attempt.progress, doubted: mayStillBeDone(attempt), absentAt: askedAt.toISOString() };
        const state = attempt.lastPostAt === null ? 'requested' : 'unknown';
        await this.attempts.move(attempt, { state, progress, dueAt: absence.secondAt }, { look: 'not done' });
        return { kind: 'done' };
      }
      case 'certain':
        return then();
    }
  }

  private async near({ company, request }: ChangeAttempt, staffId: string | null): Promise<Alternative[]> {
    const service = request.target?.service;
    if (!service) return [];
    return this.alternatives.near({ company, serviceId: service.id, start: new Date(request.start), staffId });
  }

  /** What ever posted is looked at again: a POST may do its work long after nobody expected it any more. */
  private firstLookAfter({ lastPostAt }: ChangeAttempt): Date | null {
    const [first] = this.settings.convergeAfterMs;
    if (lastPostAt === null || first === undefined) return null;
    return new Date(Math.max(lastPostAt.getTime() + first, this.clock.now().getTime()));
  }
}

/** Whether a POST nobody has a clear answer to may yet do its work. */
export function mayStillBeDone({ state, progress }: Pick<ChangeAttempt, 'state' | 'progress'>): boolean {
  return state === 'posting' || progress.doubted;
}
