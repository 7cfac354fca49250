import { type CalcomWorld } from './calcom-world';
import { type WebhookEffect, type WebhookFaults } from './faults/webhook-faults';
import { type WebhookNotice } from './webhooks';

/** The way to the subscribers: HTTP and real time in a server, something else in a simulation. */
export interface WebhookRoute {
  post(webhook: WebhookNotice): Promise<void>;
  /** Runs it so many milliseconds later; nobody waits for it. */
  later(milliseconds: number, run: () => Promise<void>): void;
}

/** Sends webhooks as the armed faults allow: without any, once and at once. */
export class WebhookDispatch {
  private held: { webhook: WebhookNotice; stillToPass: number }[] = [];

  constructor(
    private readonly world: CalcomWorld,
    private readonly faults: WebhookFaults,
    private readonly route: WebhookRoute,
  ) {}

  /** Ends when the subscribers have answered, unless a fault puts that off. */
  async send(webhook: WebhookNotice): Promise<void> {
    const effects = this.faults.take(targetOf(webhook));
    const find = <Kind extends WebhookEffect['kind']>(kind: Kind) =>
      effects.find((effect): effect is Extract<WebhookEffect, { kind: Kind }> => effect.kind === kind);

    const early = find('before-row');
    if (early) this.hideChange(webhook, early.ms);
    if (find('never')) return;
    const overtaken = find('overtaken');
    if (overtaken) {
      this.held.push({ webhook, stillToPass: overtaken.by ?? 1 });
      return;
    }
    const deliver = () => this.deliver(webhook, find('twice'));
    const late = find('late');
    if (late) this.route.later(late.ms, deliver);
    else await deliver();
  }

  /** Drops what is held back. */
  reset(): void {
    this.held = [];
  }

  private async deliver(webhook: WebhookNotice, twice: { ms?: number } | undefined): Promise<void> {
    await this.route.post(webhook);
    if (twice) {
      const again = () => this.route.post({ ...webhook, createdAt: this.world.clock.now().toISOString() });
      if (twice.ms) this.route.later(twice.ms, again);
      else await again();
    }
    for (const one of this.held) one.stillToPass -= 1;
    const free = this.held.filter(({ stillToPass }) => stillToPass <= 0);
    this.held = this.held.filter(({ stillToPass }) => stillToPass > 0);
    for (const one of free) await this.route.post(one.webhook);
  }

  /** A cancellation is told before its row changes, everything else after. */
  private hideChange({ triggerEvent, payload }: WebhookNotice, milliseconds: number): void {
    if (triggerEvent === 'BOOKING_CANCELLED') return this.world.hideNextChange(payload.uid, milliseconds);
    this.world.hideLastChange(payload.uid, milliseconds);
    if (payload.rescheduleUid) this.world.hideLastChange(payload.rescheduleUid, milliseconds);
  }
}

const targetOf = ({ triggerEvent, payload }: WebhookNotice) => ({
  trigger: triggerEvent,
  bookingUid: [payload.uid, payload.rescheduleUid],
  eventTypeId: payload.eventTypeId,
});
