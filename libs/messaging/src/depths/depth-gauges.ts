import { type MeasuredSeries, scrapedGauge, sharedMeasurement } from '@callbook/observability';
import type { RabbitMqConnection } from '../connection/rabbitmq-connection';
import { rungName } from '../topology/ladder';
import { deadQueueName, queueName, rungQueueName } from '../topology/topology';
import { lookAtQueues, type QueueLook } from './look-at-queues';

/** However often it is scraped, the broker is asked no more often. */
const lookEveryMs = 5_000;

export interface LookedAt {
  readonly prefix: string;
  /** Without prefix. */
  readonly queues: readonly string[];
  /** Milliseconds of each rung. */
  readonly ladder: readonly number[];
}

/**
 * Shows how deep these queues, their dead letters and the rungs are. While there is no broker to ask, or it does not
 * answer, nothing is shown; neither is a queue that is missing: a zero would look like health.
 */
export function showDepths(connection: RabbitMqConnection, { prefix, queues, ladder }: LookedAt): void {
  const names = [
    ...queues.flatMap((queue) => [queueName(prefix, queue), deadQueueName(prefix, queue)]),
    ...ladder.map((ms) => rungQueueName(prefix, ms)),
  ];
  const looks = sharedMeasurement(lookEveryMs, () => lookAtQueues(connection, names));
  const measured = (show: (series: MeasuredSeries, of: (name: string) => QueueLook | undefined) => void) => {
    return async (series: MeasuredSeries): Promise<void> => {
      if (!connection.isConnected) throw new Error('not connected');
      const found = await looks();
      show(series, (name) => found.get(name));
    };
  };

  scrapedGauge(
    { name: 'callbook_queue_messages_ready', help: 'Messages that wait in a queue of this app', labelNames: ['queue'] },
    measured((series, of) => {
      for (const queue of queues) put(series, { queue }, of(queueName(prefix, queue))?.messagesReady);
    }),
  );
  scrapedGauge(
    {
      name: 'callbook_queue_consumers',
      help: 'Consumers, of all replicas, that a queue of this app has',
      labelNames: ['queue'],
    },
    measured((series, of) => {
      for (const queue of queues) put(series, { queue }, of(queueName(prefix, queue))?.consumers);
    }),
  );
  scrapedGauge(
    {
      name: 'callbook_dead_letters',
      help: 'Messages put aside, by the queue in which they failed',
      labelNames: ['queue'],
    },
    measured((series, of) => {
      for (const queue of queues) put(series, { queue }, of(deadQueueName(prefix, queue))?.messagesReady);
    }),
  );
  scrapedGauge(
    { name: 'callbook_rung_messages', help: 'Messages of all apps that wait on a rung', labelNames: ['rung'] },
    measured((series, of) => {
      for (const ms of ladder) put(series, { rung: rungName(ms) }, of(rungQueueName(prefix, ms))?.messagesReady);
    }),
  );
}

function put(series: MeasuredSeries, labels: Record<string, string>, value: number | undefined): void {
  if (value !== undefined) series.set(labels, value);
}
