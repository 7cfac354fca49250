import { Logger } from '@nestjs/common';
import { Client } from 'pg';

/** Channel on which a commit with new outbox rows is announced. */
export const outboxChannel = (schema: string): string => `outbox_${schema}`;

export interface WakeUpOptions {
  readonly url: string;
  readonly channel: string;
  /** The net under the announcements: how often to look without one. Also the pause before listening again. */
  readonly pollMs: number;
  readonly onWake: () => void;
}

/** Wakes at every announcement and, because announcements can be missed while the connection is away, at intervals. */
export class WakeUp {
  private readonly logger = new Logger(WakeUp.name);
  private client?: Client;
  private timer?: NodeJS.Timeout;
  private stopped = false;

  constructor(private readonly options: WakeUpOptions) {}

  start(): void {
    this.timer = setInterval(() => {
      this.options.onWake();
      if (!this.client) void this.listen();
    }, this.options.pollMs);
    void this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const client = new Client({
      connectionString: this.options.url,
      application_name: `callbook-${this.options.channel}`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.client = client;
    const gone = (error?: Error) => {
      if (this.client !== client) return;
      this.client = undefined;
      if (!this.stopped)
        this.logger.warn(`not listening on ${this.options.channel}: ${error?.message ?? 'connection ended'}`);
    };
    client.on('error', gone);
    client.on('end', () => gone());
    client.on('notification', this.options.onWake);
    try {
      await client.connect();
      await client.query(`LISTEN ${this.options.channel}`);
      if (this.stopped) return await client.end();
      this.options.onWake();
    } catch (error) {
      gone(error as Error);
      await client.end().catch(() => undefined);
    }
  }
}
