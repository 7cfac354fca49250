import { type Event, eventContracts, type EventClass, routingKey } from '@callbook/contracts';
import { counter } from '@callbook/observability';
import { eventsExchange } from '../topology/topology';
import type { ConfirmedPublisher } from './confirmed-publisher';
import { PublishError } from './publish-errors';

const publishes = counter({
  name: 'callbook_publishes_total',
  help: 'Events published, by type and result',
  labelNames: ['type', 'result'],
});

export interface EventPublisherOptions {
  readonly app: string;
  readonly prefix: string;
  readonly contracts?: readonly EventClass[];
}

/** Publishes events of the contracts. */
export class EventPublisher {
  private readonly contracts: ReadonlyMap<string, EventClass>;

  constructor(
    private readonly publisher: ConfirmedPublisher,
    private readonly options: EventPublisherOptions,
  ) {
    this.contracts = new Map((options.contracts ?? eventContracts).map((contract) => [contract.type, contract]));
  }

  /**
   * Resolves when the broker has stored the event in every queue bound to it. An event with obligatory consumers that no
   * queue takes is an error; one without may go unheard.
   * @param options.timeoutMs how long to wait for the confirm; default 5 s
   * @throws PublishError
   */
  async publish(event: Event<object>, { timeoutMs }: { timeoutMs?: number } = {}): Promise<void> {
    const contract = this.contracts.get(event.type);
    if (!contract) throw new TypeError(`${event.type} is not in the contracts`);
    try {
      await this.publisher.send(
        {
          exchange: eventsExchange(this.options.prefix),
          routingKey: routingKey(event),
          content: Buffer.from(JSON.stringify(event)),
          mandatory: contract.consumers.length > 0,
          properties: {
            messageId: event.id,
            correlationId: event.correlationid,
            type: event.type,
            appId: this.options.app,
            contentType: 'application/cloudevents+json',
            timestamp: Math.floor(Date.parse(event.time) / 1_000),
            headers: event.traceparent ? { traceparent: event.traceparent } : {},
          },
        },
        timeoutMs,
      );
      publishes.inc({ type: event.type, result: 'confirmed' });
    } catch (error) {
      publishes.inc({ type: event.type, result: error instanceof PublishError ? error.code : 'failed' });
      throw error;
    }
  }
}
