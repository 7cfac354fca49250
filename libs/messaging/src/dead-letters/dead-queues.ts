import type { Channel, GetMessage } from 'amqplib';
import { KeptChannel } from '../connection/kept-channel';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { lookAtQueues } from '../depths/look-at-queues';
import { deadQueueName } from '../topology/topology';

/** A message as it lies in `.dead`: byte for byte, with whatever came with it. */
export interface DeadMessage {
  /** The consumer that failed, without prefix. */
  readonly queue: string;
  readonly content: Buffer;
  /** AMQP's properties as they were set, without headers; what was not set is absent. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Ours, the broker's and anybody's; without the count of deliveries from `.dead` itself. */
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Messages that stay at the broker until each is done with. */
export interface DeadBatch {
  readonly messages: readonly DeadMessage[];
  /** Whether there may be more at once. */
  readonly more: boolean;
  /** Takes the message off the broker, for good. One whose channel is gone has been given back, and will be given again. */
  done(message: DeadMessage): void;
}

export interface BatchLimits {
  readonly messages: number;
  /** A batch exceeds it by less than one message, or by up to eight where small ones are followed by large ones. */
  readonly bytes: number;
}

/** Asked at a time: each answer takes the broker a write to its disk. */
const atOnce = 8;

/**
 * The dead letters of all consumers, fetched batch by batch. Fetched and not pushed: a prefetch counts messages, whatever
 * their size, and a dead letter may have any; so what is held is bounded in bytes. The queues take turns.
 */
export class DeadQueues {
  private readonly channels: readonly KeptChannel<Channel>[];
  private started?: Promise<unknown>;
  private turn = 0;

  constructor(
    private readonly connection: RabbitMqConnection,
    private readonly prefix: string,
    private readonly queues: readonly string[],
  ) {
    this.channels = Array.from(
      { length: atOnce },
      () => new KeptChannel(connection, { open: (from) => from.createChannel() }),
    );
  }

  /**
   * What lies there, as much as the limits allow; nothing when nothing lies there. A queue that is missing is passed over.
   * What was taken before and is not done with is not given again while its channel lives. Fails only with empty hands: what
   * had been fetched when something went wrong is given, for nobody else would be.
   * @throws Error when there is no broker to ask
   */
  async take(limits: BatchLimits): Promise<DeadBatch> {
    await this.start();
    if (!this.connection.isConnected) throw new Error('not connected to the broker');
    const taken = new Map<DeadMessage, Taken>();
    let room = limits.bytes;
    let largest = limits.bytes; // until one was seen
    let [isFull, isCut] = [false, false];
    for (const queue of await this.filledQueues()) {
      for (let isEmpty = false; !isEmpty && !isFull; isFull = isCut || taken.size >= limits.messages || room <= 0) {
        const fit = Math.min(Math.floor(room / Math.max(largest, 1)), limits.messages - taken.size, atOnce);
        const { found, asked, failure } = await this.get(queue, Math.max(fit, 1));
        isEmpty = found.length < asked;
        for (const one of found) {
          const size = one.message.content.length;
          largest = taken.size === 0 ? size : Math.max(largest, size);
          taken.set(asTold(queue, one.message), one);
          room -= size;
        }
        if (failure !== undefined && taken.size === 0) throw failure;
        isCut ||= failure !== undefined;
      }
      if (isFull) break;
    }
    return {
      messages: [...taken.keys()],
      more: isFull,
      done: (message) => {
        const { from, message: given } = taken.get(message) ?? {};
        if (given && from?.isOpen()) from.channel.ack(given);
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.channels.map((channel) => channel.close()));
  }

  private async start(): Promise<void> {
    this.started ??= Promise.all(this.channels.map((channel) => channel.start()));
    try {
      await this.started;
    } catch (error) {
      this.started = undefined;
      throw error;
    }
  }

  /** So many at once, as far as they are there. What one of the channels fails with leaves nobody without what others bring. */
  private async get(queue: string, count: number): Promise<Fetched> {
    const open = this.channels.flatMap((kept) => {
      const channel = kept.current;
      return channel ? [{ channel, isOpen: () => kept.current === channel }] : [];
    });
    if (open.length === 0) throw new Error('not connected to the broker');
    const answers = await Promise.allSettled(
      open.slice(0, count).map(async (from) => {
        const message = await from.channel.get(deadQueueName(this.prefix, queue));
        return message ? [{ from, message }] : [];
      }),
    );
    return {
      asked: answers.length,
      found: answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])),
      failure: answers.find((answer) => answer.status === 'rejected')?.reason as unknown,
    };
  }

  /** Another one begins each time, so that none waits behind one that never ends. */
  private async filledQueues(): Promise<string[]> {
    const names = this.queues.map((queue) => deadQueueName(this.prefix, queue));
    const looks = await lookAtQueues(this.connection, names);
    const first = this.turn++ % Math.max(this.queues.length, 1);
    return [...this.queues.slice(first), ...this.queues.slice(0, first)].filter(
      (queue) => (looks.get(deadQueueName(this.prefix, queue))?.messagesReady ?? 0) > 0,
    );
  }
}

interface Fetched {
  readonly asked: number;
  readonly found: readonly Taken[];
  /** Of one that was asked and could not say. */
  readonly failure?: unknown;
}

interface Taken {
  readonly from: { readonly channel: Channel; readonly isOpen: () => boolean };
  readonly message: GetMessage;
}

function asTold(queue: string, { content, properties }: GetMessage): DeadMessage {
  const { headers: given = {}, ...others } = properties as { headers?: Record<string, unknown> };
  const { 'x-delivery-count': _ofTheDeadQueue, ...headers } = given;
  const set = Object.entries(others).filter(([, value]) => value !== undefined && value !== null);
  return { queue, content, properties: Object.fromEntries(set), headers };
}
