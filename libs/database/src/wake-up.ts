import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { atMost } from './at-most';

export interface WakeUpOptions {
  readonly url: string;
  /** Of NOTIFY; a plain identifier. */
  readonly channel: string;
  /** The net under the announcements: how often to look without one. Also the pause before listening again. */
  readonly pollMs: number;
  /** Called at every announcement, at every poll, and when listening begins (again), for what was missed meanwhile. */
  readonly onWake: () => void;
}

/** After that stopping no longer waits for the database to say goodbye. */
const closeWithinMs = 2_000;

/** Wakes at every NOTIFY and, because one can be missed while the connection is away, at intervals. */
export class WakeUp {
  private readonly logger = new Logger(WakeUp.name);
  private client?: Client;
  private timer?: NodeJS.Timeout;
  private stopped = false;
  /** A loss is told once, however often listening fails after it. */
  private lossTold = false;

  constructor(private readonly options: WakeUpOptions) {}

  /** Does nothing after `stop`. */
  start(): void {
    if (this.stopped) return;
    this.timer = setInterval(() => {
      this.options.onWake();
      if (!this.client) void this.listen();
    }, this.options.pollMs);
    void this.listen();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    if (this.client) await atMost(closeWithinMs, this.client.end());
  }

  private async listen(): Promise<void> {
    const { url, channel, onWake } = this.options;
    const client = new Client({
      connectionString: url,
      application_name: `callbook-listens-${channel}`,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.client = client;
    const gone = (error?: Error) => {
      if (this.client !== client) return;
      this.client = undefined;
      if (!this.stopped && !this.lossTold) this.logger.warn({ err: error }, `not listening on ${channel}`);
      this.lossTold = true;
    };
    client.on('error', gone);
    client.on('end', () => gone());
    client.on('notification', onWake);
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      if (this.stopped) return await client.end();
      if (this.lossTold) this.logger.log(`listening on ${channel} again`);
      this.lossTold = false;
      onWake();
    } catch (error) {
      gone(error as Error);
      await client.end().catch(() => undefined);
    }
  }
}
