import { counter } from '@callbook/observability';
import type { Clock } from '../clock/clock';
import type { AdvanceAttempt } from './advance-attempt';
import type { Attempt } from './attempt';
import type { Attempts } from './attempts';

export interface WorkOffSettings {
  /** Attempts a replica works on side by side. */
  readonly atOnce: number;
  /** How long working on one may take before another replica takes it too. Milliseconds. */
  readonly leaseMs: number;
}

const failures = counter({
  name: 'callbook_attempt_failures_total',
  help: 'Attempts whose next step failed for a reason nobody foresaw, by company; each is made again',
  labelNames: ['company'],
});

/** Goes on with attempts whose time has come: a message begins an attempt, the clock ends it. */
export class WorkOffAttempts {
  constructor(
    private readonly attempts: Attempts,
    private readonly advance: Pick<AdvanceAttempt, 'execute'>,
    private readonly clock: Clock,
    private readonly settings: WorkOffSettings,
    private readonly report: (attempt: Attempt, error: unknown) => void,
  ) {}

  /** @returns whether there may be more to do at once */
  async execute(): Promise<boolean> {
    const { atOnce, leaseMs } = this.settings;
    const now = this.clock.now();
    const due = await this.attempts.takeDue({ now, until: new Date(now.getTime() + leaseMs), limit: atOnce });
    await Promise.all(due.map((attempt) => this.workOff(attempt)));
    return due.length === atOnce;
  }

  /** What fails is due again when its lease ends: slowly, and for ever, for an attempt may stand for a booking nobody knows of. */
  private async workOff(attempt: Attempt): Promise<void> {
    try {
      await this.advance.execute(attempt);
    } catch (error) {
      failures.inc({ company: attempt.company });
      this.report(attempt, error);
    }
  }
}
