import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { cleanUp } from './clean-up';

const everyMs = 3_600_000;

/** Cleans up at start and once an hour from then on: a process that never lives for an hour cleans up too. */
export class RegularCleanUp {
  private readonly logger = new Logger('Outbox');
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly dataSource: DataSource,
    private readonly schema: string,
  ) {}

  start(): void {
    const next = () => (this.running = this.running.then(() => this.run()));
    this.timer = setInterval(() => void next(), everyMs).unref();
    void next();
  }

  /** Resolves when the batch under way is done. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    await cleanUp(this.dataSource, this.schema, { signal: this.stopping.signal }).catch((error: Error) =>
      this.logger.warn(`clean-up failed: ${error.message}`),
    );
  }
}
