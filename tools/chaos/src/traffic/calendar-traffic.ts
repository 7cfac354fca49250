import { setTimeout as pause } from 'node:timers/promises';
import type { People } from '@callbook/sandbox';
import type { Random } from '../random';
import { freeWebSlots } from './slots';
import { steadily } from './steadily';

const cancelled = 0.4;
const cancelledWithinMs = 6_000;

/** People who book on Cal.com's own page; some of them change their mind. Only Cal.com's webhooks tell us of them. */
export class CalendarTraffic {
  private readonly slots = freeWebSlots(new Date());
  private number = 0;

  constructor(
    private readonly people: People,
    private readonly perSecond: number,
    private readonly random: Random,
  ) {}

  /** Begins bookings until `over` is aborted, and resolves when the last one is made, or cancelled again. */
  flow(over: AbortSignal): Promise<void> {
    return steadily(this.perSecond, over, () => this.book());
  }

  private async book(): Promise<void> {
    const number = (this.number += 1);
    const cancelAfterMs = this.random.next() < cancelled ? this.random.next() * cancelledWithinMs : undefined;
    const attendee = { name: `Web Kunde ${number}`, email: `web-${number}@kunde.example` };
    const { uid } = await this.people.book({ ...this.slots.next().value, attendee });
    if (cancelAfterMs === undefined) return;
    await pause(cancelAfterMs);
    await this.people.cancel(uid);
  }
}
