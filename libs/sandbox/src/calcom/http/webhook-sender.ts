import { setTimeout as wait } from 'node:timers/promises';
import { type SandboxLog } from '../../server';
import { type WebhookRoute } from '../webhook-dispatch';
import { signWebhook, type WebhookNotice, type WebhookSubscription } from '../webhooks';

/** Sends inside the request, one attempt per subscription; a failure is logged and changes nothing. */
export class WebhookSender implements WebhookRoute {
  private stopped = new AbortController();

  constructor(
    public subscriptions: WebhookSubscription[],
    private readonly log: SandboxLog,
  ) {}

  async post(webhook: WebhookNotice): Promise<void> {
    const { organizer } = webhook.payload;
    for (const { subscriberUrl, secret, hostIds } of this.subscriptions) {
      if (hostIds && !hostIds.includes(organizer.id)) continue;
      const outcome = await this.postTo(subscriberUrl, webhook, secret);
      this.log({ message: 'webhook', trigger: webhook.triggerEvent, to: subscriberUrl, outcome });
    }
  }

  later(milliseconds: number, run: () => Promise<void>): void {
    wait(milliseconds, undefined, { signal: this.stopped.signal }).then(run, () => undefined);
  }

  /** Ends deliveries whose receiver never answers, and those that are still to come. */
  stop(): void {
    this.stopped.abort();
    this.stopped = new AbortController();
  }

  private async postTo(url: string, webhook: WebhookNotice, secret?: string): Promise<string> {
    try {
      const { body, headers } = signWebhook(webhook, secret);
      const signal = this.stopped.signal;
      const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal });
      await response.arrayBuffer();
      return String(response.status);
    } catch (error) {
      return `failed: ${(error as Error).message}`;
    }
  }
}
