import { RetryableError } from '@callbook/messaging/failure';
import { counter } from '@callbook/observability';
import { CalendarUnavailable } from '../calendar/calendar';
import type { Clock } from '../clock/clock';
import type { Hint } from './hint';
import type { Hints } from './hints';
import type { Look, LookAtCalendar } from './look-at-calendar';

export interface HintSettings {
  /** When to look again at what the calendar does not show yet, one after the other. Milliseconds. */
  readonly lookAgainAfterMs: readonly number[];
  /** Looks a replica makes side by side. */
  readonly atOnce: number;
  /** How long a look may take before another replica makes it too. Milliseconds. */
  readonly leaseMs: number;
}

const ends = counter({
  name: 'callbook_hints_total',
  help: 'Looks at the calendar that a hint led to, by company and how they ended',
  labelNames: ['company', 'end'],
});

/** Makes the looks that are due, and decides what happens to those that led nowhere. */
export class WorkOffHints {
  constructor(
    private readonly hints: Hints,
    private readonly lookAtCalendar: LookAtCalendar,
    private readonly clock: Clock,
    private readonly settings: HintSettings,
  ) {}

  /** @returns whether there may be more to do at once */
  async execute(): Promise<boolean> {
    const { atOnce, leaseMs } = this.settings;
    const now = this.clock.now();
    const due = await this.hints.takeDue({ now, until: later(now, leaseMs), limit: atOnce });
    const results = await Promise.allSettled(due.map((hint) => this.workOff(hint)));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason; // what it led to could not be stored: the hint is still there
    return due.length === atOnce;
  }

  private async workOff(hint: Hint): Promise<void> {
    const look = await this.lookAtCalendar
      .execute(hint)
      .catch((error: unknown) => ({ kind: 'failed', error }) as const);
    ends.inc({ company: hint.company, end: look.kind === 'done' ? look.as : look.kind });
    if (look.kind === 'failed') return this.afterFailure(hint, look.error);
    return this.afterLook(hint, look);
  }

  private async afterLook(hint: Hint, look: Look): Promise<void> {
    const now = this.clock.now();
    const [soon = 0] = this.settings.lookAgainAfterMs;
    switch (look.kind) {
      case 'done':
        return this.hints.done(hint);
      case 'wait':
        return this.hints.wait(hint, later(now, soon));
      case 'finding':
        return this.hints.report(hint, { kind: look.finding, at: now });
      case 'not_yet': {
        const pause = this.settings.lookAgainAfterMs[hint.looks];
        if (pause === undefined) return this.hints.report(hint, { kind: look.finding, at: now });
        return this.hints.lookAgain(hint, later(now, pause));
      }
    }
  }

  /** An outage, however long, ends by itself, and the look is still owed then. What else fails again and again does not. */
  private async afterFailure(hint: Hint, error: unknown): Promise<void> {
    const { lookAgainAfterMs } = this.settings;
    const now = this.clock.now();
    const detail = error instanceof Error ? error.message : String(error);
    const pause = lookAgainAfterMs[hint.failures] ?? lookAgainAfterMs.at(-1) ?? 0;
    if (!(error instanceof RetryableError) && hint.failures >= lookAgainAfterMs.length) {
      return this.hints.report(hint, { kind: 'look_failed', detail, at: now });
    }
    const wish = error instanceof CalendarUnavailable ? (error.retryAfterMs ?? 0) : 0;
    return this.hints.lookAgain(hint, later(now, Math.max(pause, wish)), detail);
  }
}

const later = (date: Date, ms: number): Date => new Date(date.getTime() + ms);
