import { counter } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import type { AlertChannel } from './alert-channels';
import type { AlertOutbox } from './alert-outbox';
import { AlertNotSent, sendAlert } from './send-alert';

/** Pauses after each try that failed, the last one again and again. Milliseconds. */
const pausesMs = [5_000, 30_000, 120_000, 600_000];
/** An alert that old tells nobody anything any more. */
const givenUpAfterMs = 24 * 3_600_000;
/** From then on a channel counts as broken: it is logged as an error, once. */
export const brokenAfterMs = 10 * 60_000;

const results = counter({
  name: 'callbook_alert_deliveries_total',
  help: 'Tries to send an alert, by channel and result: delivered, failed, given_up',
  labelNames: ['channel', 'result'],
});

export interface DeliverySettings {
  readonly signingKey?: Buffer;
  /** Default 5 s, 30 s, 2 min, 10 min. */
  readonly pausesMs?: readonly number[];
}

/** Sends what was raised to one channel, which others do not wait for. */
export class DeliverAlerts {
  private readonly logger = new Logger('Alerts');
  private readonly pausesMs: readonly number[];
  private isBroken = false;

  constructor(
    private readonly outbox: AlertOutbox,
    private readonly channel: AlertChannel,
    private readonly settings: DeliverySettings,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.pausesMs = settings.pausesMs ?? pausesMs;
  }

  /** @returns whether one was delivered, and another may follow */
  async execute(): Promise<boolean> {
    const { name } = this.channel;
    const alert = await this.outbox.take(name);
    if (!alert) return false;
    try {
      await sendAlert(alert, this.channel, { signingKey: this.settings.signingKey, now: this.now() });
    } catch (error) {
      if (!(error instanceof AlertNotSent)) throw error;
      const ageMs = this.now().getTime() - alert.raisedAt.getTime();
      const pauseMs = ageMs < givenUpAfterMs ? this.pauseAfter(alert.tries, error) : undefined;
      await this.outbox.failed(alert.id, name, error.message, pauseMs);
      results.inc({ channel: name, result: pauseMs === undefined ? 'given_up' : 'failed' });
      this.tell(ageMs, error.message);
      return false;
    }
    await this.outbox.delivered(alert.id, name);
    results.inc({ channel: name, result: 'delivered' });
    if (this.isBroken) this.logger.log(`alerts get through to ${name} again`);
    this.isBroken = false;
    return true;
  }

  private pauseAfter(tries: number, { retryAfterMs = 0 }: AlertNotSent): number {
    return Math.max(retryAfterMs, this.pausesMs[Math.min(tries, this.pausesMs.length - 1)] ?? 0);
  }

  private tell(ageMs: number, problem: string): void {
    if (ageMs < brokenAfterMs || this.isBroken) return;
    this.isBroken = true;
    this.logger.error(`alerts do not get through to ${this.channel.name}: ${problem}`);
  }
}
