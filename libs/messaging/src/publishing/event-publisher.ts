import { type Event, eventContracts, type EventClass, routingKey } from '@callbook/contracts';
import { counter } from '@callbook/observability';
import { eventsExchange, publicExchange } from '../topology/topology';
import type { ConfirmedPublisher } from './confirmed-publisher';
import { PublishError } from './publish-errors';

const publishes = counter({
  name: 'callbook_publishes_total',
  help: 'Events published, by type and result',
  labelNames: ['type', 'result'],
});
const publicCopies = counter({
  name: 'callbook_public_copies_total',
  help: 'Copies of events for subscribers outside, by type and result',
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
    const mandatory = contract.consumers.length > 0;
    const sent = this.send(event, { exchange: eventsExchange(this.options.prefix), mandatory }, timeoutMs);
    await counted(publishes, event.type, sent);
  }

  /**
   * For subscribers outside: resolves when the broker has stored it in every queue bound to the public exchange, which may
   * be none.
   * @throws PublishError
   */
  async publishPublic(event: Event<object>): Promise<void> {
    const sent = this.send(event, { exchange: publicExchange(this.options.prefix), mandatory: false });
    await counted(publicCopies, event.type, sent);
  }

  private send(
    event: Event<object>,
    target: { readonly exchange: string; readonly mandatory: boolean },
    timeoutMs?: number,
  ): Promise<void> {
    const message = {
      ...target,
      routingKey: routingKey(event),
      content: Buffer.from(JSON.stringify(event)),
      properties: {
        messageId: event.id,
        correlationId: event.correlationid,
        type: event.type,
        appId: this.options.app,
        contentType: 'application/cloudevents+json',
        timestamp: Math.floor(Date.parse(event.time) / 1_000),
        headers: event.traceparent ? { traceparent: event.traceparent } : {},
      },
    };
    return this.publisher.send(message, timeoutMs);
  }
}

async function counted(results: typeof publishes, type: string, sent: Promise<void>): Promise<void> {
  try {
    await sent;
    results.inc({ type, result: 'confirmed' });
  } catch (error) {
    results.inc({ type, result: error instanceof PublishError ? error.code : 'failed' });
    throw error;
  }
}
