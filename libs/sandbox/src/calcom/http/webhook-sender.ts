import { type SandboxLog } from '../../server';
import { signWebhook, type WebhookNotice, type WebhookSubscription } from '../webhooks';

/** Sends inside the request, one attempt per subscription; a failure is logged and changes nothing. */
export class WebhookSender {
  private readonly stopped = new AbortController();

  constructor(
    private readonly subscriptions: WebhookSubscription[],
    private readonly log: SandboxLog,
  ) {}

  async send(webhook: WebhookNotice): Promise<void> {
    for (const { subscriberUrl, secret } of this.subscriptions) {
      const outcome = await this.post(subscriberUrl, webhook, secret);
      this.log({ message: 'webhook', trigger: webhook.triggerEvent, to: subscriberUrl, outcome });
    }
  }

  /** Ends deliveries whose receiver never answers. */
  stop(): void {
    this.stopped.abort();
  }

  private async post(url: string, webhook: WebhookNotice, secret?: string): Promise<string> {
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
