import type { Event } from '@callbook/contracts';
import { isBrokerAway } from '@callbook/messaging';
import { counter } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { type FailedSend, lockUnsent, markFailed, markSent, type UnsentEvent } from './unsent-events';

/** The one thing the relay needs of the messaging library: resolves only when the broker has confirmed. */
export interface ConfirmedPublisher {
  publish(event: Event<object>): Promise<void>;
}

export interface RelayOptions {
  readonly schema: string;
  /** Events sent side by side; default 100. */
  readonly batchSize?: number;
}

const sends = counter({
  name: 'callbook_outbox_sends_total',
  help: 'Events the outbox relay tried to publish, by result',
  labelNames: ['schema', 'result'],
});

/**
 * Sends what the outbox holds, at least once: a row counts as sent only after the broker's confirm. When the process
 * dies between confirm and commit the event goes out again, and the consumers' inboxes absorb it.
 * Any number of relays may run on one outbox.
 */
export class OutboxRelay {
  private readonly logger = new Logger(OutboxRelay.name);
  private draining?: Promise<void>;
  private wokenMeanwhile = false;
  private stopped = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly publisher: ConfirmedPublisher,
    private readonly options: RelayOptions,
  ) {}

  /** Sends until nothing is due. A wake-up during the work is not lost. */
  wake(): void {
    this.wokenMeanwhile = true;
    if (this.stopped) return;
    this.draining ??= this.drain().finally(() => {
      this.draining = undefined;
      if (this.wokenMeanwhile && !this.stopped) this.wake();
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.draining) await this.draining;
  }

  /** Finishes the batch under way and sends no further one. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.idle();
  }

  private async drain(): Promise<void> {
    this.wokenMeanwhile = false;
    try {
      while (!this.stopped && (await this.sendBatch()));
    } catch (error) {
      this.wokenMeanwhile = false;
      this.logger.warn(`outbox ${this.options.schema}: ${(error as Error).message}; trying again at the next wake-up`);
    }
  }

  /** @returns whether there may be more to send at once */
  private async sendBatch(): Promise<boolean> {
    const { schema, batchSize = 100 } = this.options;
    return this.dataSource.transaction(async (tx) => {
      const unsent = await lockUnsent(tx, schema, batchSize);
      if (unsent.length === 0) return false;

      const results = await Promise.allSettled(unsent.map(({ event }) => this.publisher.publish(event)));
      const failed = unsent.flatMap((row, index) => failureOf(row, results[index]));
      const failedSeqs = new Set(failed.map(({ seq }) => seq));
      const sent = unsent.map(({ seq }) => seq).filter((seq) => !failedSeqs.has(seq));
      if (sent.length > 0) await markSent(tx, schema, sent);
      if (failed.length > 0) await this.putOff(failed, (rows) => markFailed(tx, schema, rows));
      sends.inc({ schema, result: 'sent' }, sent.length);
      return sent.length > 0;
    });
  }

  private async putOff(
    failed: readonly FailedSend[],
    store: (rows: readonly FailedSend[]) => Promise<void>,
  ): Promise<void> {
    await store(failed);
    sends.inc({ schema: this.options.schema, result: 'failed' }, failed.length);
    this.logger.error(
      `outbox ${this.options.schema}: ${failed.length} event(s) could not be sent; first: ${failed[0]?.error}`,
    );
  }
}

/**
 * What was not sent at all, because the broker is away, waits only a second, to go out as soon as it is back. What was
 * turned away needs an operator, and what may have arrived unconfirmed must not pile up: both wait ever longer, from a
 * second to a minute.
 */
export function retryDelayMs(error: unknown, failures: number): number {
  return isBrokerAway(error) ? 1_000 : Math.min(1_000 * 2 ** failures, 60_000);
}

function failureOf({ seq, failures }: UnsentEvent, result: PromiseSettledResult<void> | undefined): FailedSend[] {
  if (result?.status !== 'rejected') return [];
  const { reason } = result as { reason: unknown };
  const error = reason instanceof Error ? reason.message : String(reason);
  return [{ seq, error, retryInMs: retryDelayMs(reason, failures) }];
}
