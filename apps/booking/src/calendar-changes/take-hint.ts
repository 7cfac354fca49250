import type { CalendarNotified, Event } from '@callbook/contracts';
import type { Clock } from '../clock/clock';
import type { Hints } from './hints';

/** Remembers that a look is owed. It is made a little later, so that the hints about one booking are one look. */
export class TakeHint {
  constructor(
    private readonly hints: Hints,
    private readonly clock: Clock,
    private readonly coalesceMs: number,
  ) {}

  /** Returns when the look can no longer be lost. */
  async execute(event: Event<CalendarNotified>): Promise<void> {
    await this.hints.add(event, new Date(this.clock.now().getTime() + this.coalesceMs));
  }
}
