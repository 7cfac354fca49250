import { type ChannelModel, connect } from 'amqplib';
import { lookAtQueues, type QueueLook } from '../depths/look-at-queues';
import { deadQueueName, queueName, rungQueueName, type Topology } from './topology';

/** A consumer's queue as it is; undefined: it is missing. */
export interface ConsumerLook {
  /** Without prefix. */
  readonly queue: string;
  readonly own: QueueLook | undefined;
  readonly dead: QueueLook | undefined;
}

export interface TopologyLook {
  readonly consumers: readonly ConsumerLook[];
  readonly rungs: readonly { readonly ms: number; readonly look: QueueLook | undefined }[];
}

/** How deep all queues are now. Changes nothing. @throws Error when there is no broker to ask */
export async function lookAtTopology(url: string, { prefix, ladder, queues }: Topology): Promise<TopologyLook> {
  const names = [
    ...queues.flatMap(({ queue }) => [queueName(prefix, queue), deadQueueName(prefix, queue)]),
    ...ladder.map((ms) => rungQueueName(prefix, ms)),
  ];
  const found = await withConnection(url, (connection) => lookAtQueues(quiet(connection), names));
  return {
    consumers: queues.map(({ queue }) => ({
      queue,
      own: found.get(queueName(prefix, queue)),
      dead: found.get(deadQueueName(prefix, queue)),
    })),
    rungs: ladder.map((ms) => ({ ms, look: found.get(rungQueueName(prefix, ms)) })),
  };
}

/** One connection for one piece of work. */
export async function withConnection<T>(url: string, work: (connection: ChannelModel) => Promise<T>): Promise<T> {
  const connection = await connect(url, { timeout: 10_000 });
  connection.on('error', () => undefined);
  try {
    return await work(connection);
  } finally {
    await connection.close().catch(() => undefined);
  }
}

/** A channel that the broker closes rejects the command in flight, and is no error beside that. */
function quiet(connection: ChannelModel): Parameters<typeof lookAtQueues>[0] {
  return {
    createChannel: async () => {
      const channel = await connection.createChannel();
      channel.on('error', () => undefined);
      return channel;
    },
  };
}
