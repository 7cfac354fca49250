import { setTimeout as pause } from 'node:timers/promises';
import { type Event, parseAnyEvent, parseEvent } from '@callbook/contracts';
import { correlation, counter, histogram } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import type { Channel, ConsumeMessage } from 'amqplib';
import { atMost } from '../connection/at-most';
import { KeptChannel } from '../connection/kept-channel';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { decide, type Decision } from '../failure/decide';
import { PermanentError } from '../failure/errors';
import { queueName } from '../topology/topology';
import { type Delivery, historyOf, isFromHistory, replayOf } from './delivery';
import type { FailedDeliveries } from './failed-deliveries';
import { OneAtATime } from './one-at-a-time';
import type { Taken } from './own-queues';
import { RunningHandlers } from './running-handlers';

const handled = counter({
  name: 'callbook_messages_handled_total',
  help: 'Messages by queue and how they ended: ack, retry or dead',
  labelNames: ['queue', 'end'],
});
const durations = histogram({
  name: 'callbook_message_handling_seconds',
  help: 'How long handlers ran',
  labelNames: ['queue'],
});

export interface QueueConsumerOptions {
  readonly event: Taken;
  /** Without prefix. */
  readonly queue: string;
  readonly prefix: string;
  readonly prefetch: number;
  readonly ladder: readonly number[];
  readonly handle: (event: Event<unknown>, delivery: Delivery) => Promise<unknown>;
  /** Told of a replayed message that was handled, before it is acknowledged; when it throws, the message is handled again. */
  readonly replayed: (delivery: Delivery, replayId: string) => Promise<void>;
}

/** A consumer's life on one queue: take, handle, decide, and only then acknowledge. */
export class QueueConsumer {
  private readonly logger = new Logger(QueueConsumer.name);
  private readonly channel: KeptChannel<Channel>;
  private readonly running = new RunningHandlers();
  private readonly suspects = new OneAtATime();
  private readonly notBegun = new Set<ConsumeMessage>();
  private consumerTag?: string;
  private stopping = false;

  constructor(
    connection: RabbitMqConnection,
    private readonly failed: FailedDeliveries,
    private readonly options: QueueConsumerOptions,
  ) {
    this.channel = new KeptChannel(connection, {
      open: () => connection.createChannel(),
      setUp: (channel) => this.consumeOn(channel),
    });
  }

  start(): Promise<void> {
    return this.channel.start();
  }

  /** At the broker. */
  get name(): string {
    return queueName(this.options.prefix, this.options.queue);
  }

  get isTaking(): boolean {
    return !this.stopping && this.channel.current !== undefined;
  }

  /**
   * Takes no more, gives back at once what was handed over and not begun, lets handlers finish for at most `graceMs`,
   * then closes: what is unfinished goes back to the queue.
   */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.suspects.clear();
    const { current } = this.channel;
    if (current && this.consumerTag) await atMost(2_000, this.giveBackTheRest(current, this.consumerTag));
    await this.running.finished(graceMs);
    await this.channel.close();
  }

  /** Only once nothing more is handed over: what is given back earlier would come again. */
  private async giveBackTheRest(channel: Channel, consumerTag: string): Promise<void> {
    await channel.cancel(consumerTag);
    for (const message of this.notBegun) acknowledge(() => channel.nack(message, false, true));
    this.notBegun.clear();
  }

  private async consumeOn(channel: Channel): Promise<void> {
    const { prefetch } = this.options;
    channel.once('close', () => {
      // Given back already.
      this.suspects.clear();
      this.notBegun.clear();
    });
    await channel.prefetch(prefetch);
    if (this.stopping) return; // come back while the last handlers finish
    const { consumerTag } = await channel.consume(this.name, (message) => {
      if (!message) return this.channel.replace(channel); // cancelled by the broker: the queue is gone
      this.notBegun.add(message);
      if (message.fields.redelivered) this.suspects.add(() => this.begin(channel, message));
      else void this.begin(channel, message);
    });
    this.consumerTag = consumerTag;
  }

  private begin(channel: Channel, message: ConsumeMessage): Promise<void> {
    if (this.stopping) return Promise.resolve();
    this.notBegun.delete(message);
    return this.running.add(this.take(channel, message));
  }

  private async take(channel: Channel, message: ConsumeMessage): Promise<void> {
    const { queue, ladder } = this.options;
    const error = await this.errorOf(message);
    const decision = decide(error, { retries: historyOf(message).retries, ladder });
    try {
      await this.moveOn(message, decision, error);
      acknowledge(() => channel.ack(message));
      handled.inc({ queue, end: decision.kind });
    } catch (unsent) {
      // Neither rung nor dead letters could be reached. Requeueing after a pause loses nothing and does not spin;
      // the delivery limit ends it if this goes on.
      this.logger.error(`${queue}: could not ${decision.kind} a message: ${(unsent as Error).message}`);
      await pause(1_000);
      acknowledge(() => channel.nack(message, false, true));
    }
  }

  /** Undefined when the message was handled. */
  private async errorOf(message: ConsumeMessage): Promise<unknown> {
    const { queue, handle, replayed } = this.options;
    const end = durations.startTimer({ queue });
    try {
      const event = this.read(message);
      const { deliveries } = historyOf(message);
      const delivery: Delivery = { queue, messageId: event.id, deliveries, redelivered: message.fields.redelivered };
      const { correlationid: correlationId, id: causationId, traceparent } = event;
      const replayId = replayOf(message);
      const context = {
        correlationId,
        causationId,
        ...(traceparent && { traceparent }),
        ...(replayId && { replayId }),
        isFromHistory: isFromHistory(message),
      };
      await correlation.run(context, () => handle(event, delivery));
      if (replayId) await replayed(delivery, replayId);
      return undefined;
    } catch (error) {
      return error ?? new Error('the handler threw nothing');
    } finally {
      end();
    }
  }

  private read(message: ConsumeMessage): Event<unknown> {
    let json: unknown;
    try {
      json = JSON.parse(message.content.toString('utf8'));
    } catch {
      // Without the parser's own words: they quote the body.
      throw new PermanentError('unreadable', 'the body is not JSON');
    }
    try {
      const { event } = this.options;
      return event === 'every event' ? parseAnyEvent(json) : parseEvent(event, json);
    } catch (error) {
      throw new PermanentError('invalid_contract', (error as Error).message);
    }
  }

  private async moveOn(message: ConsumeMessage, decision: Decision, error: unknown): Promise<void> {
    const { queue } = this.options;
    if (decision.kind === 'ack') return;
    // The error's text goes with the message, not into the log: it may quote what the caller or the provider said.
    // Neither does an id that is none of ours.
    const id = /^[0-9a-f-]{36}$/.test(String(message.properties.messageId))
      ? message.properties.messageId
      : '(foreign id)';
    this.logger.warn(`${queue}: message ${id} ends as ${decision.kind} (${decision.code})`);
    if (decision.kind === 'retry') return this.failed.retry(message, queue, decision, error);
    return this.failed.putAside(message, queue, decision, error);
  }
}

/** A channel that is gone has given its messages back already: there is nothing left to acknowledge. */
function acknowledge(act: () => void): void {
  try {
    act();
  } catch (error) {
    if ((error as Error).name !== 'IllegalOperationError') throw error;
  }
}
