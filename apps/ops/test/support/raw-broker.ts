import { eventually, RabbitmqManagement, sharedStack, type TestPrefix } from '@callbook/testing';

export interface RawMessage {
  readonly body: Buffer | string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** Puts into queues what no publisher of ours would send, through the management API. */
export class RawBroker {
  private readonly management: RabbitmqManagement;
  private readonly vhost: string;

  constructor(private readonly at: Pick<TestPrefix, 'url' | 'prefix'>) {
    const { rabbitmqManagementUrl } = sharedStack();
    if (!rabbitmqManagementUrl) throw new Error('Set RABBITMQ_MANAGEMENT_URL beside RABBITMQ_URL');
    this.management = new RabbitmqManagement(rabbitmqManagementUrl);
    this.vhost = encodeURIComponent(decodeURIComponent(new URL(at.url).pathname.slice(1)) || '/');
  }

  async put(queue: string, { body, properties = {}, headers = {} }: RawMessage): Promise<void> {
    const { routed } = await this.management.request<{ routed: boolean }>(
      'POST',
      `/exchanges/${this.vhost}/amq.default/publish`,
      {
        routing_key: `${this.at.prefix}${queue}`,
        properties: { delivery_mode: 2, ...properties, headers },
        payload: Buffer.from(body).toString('base64'),
        payload_encoding: 'base64',
      },
    );
    if (!routed) throw new Error(`${queue} does not take it`);
  }

  /** Hands the message at the head over without an answer until the broker puts it aside. */
  async exhaust(queue: string, deliveryLimit: number): Promise<void> {
    for (let delivery = 0; delivery <= deliveryLimit; delivery++)
      await eventually(`a message in ${queue}`, async () => (await this.get(queue, 'reject_requeue_true')).length > 0);
  }

  /** Takes all there is away. */
  take(queue: string): Promise<{ payload: string; properties: Record<string, unknown> }[]> {
    return this.get(queue, 'ack_requeue_false');
  }

  async deleteQueue(queue: string): Promise<void> {
    await this.management.request('DELETE', this.pathOf(queue));
  }

  private get(queue: string, ackmode: string): Promise<{ payload: string; properties: Record<string, unknown> }[]> {
    return this.management.request('POST', `${this.pathOf(queue)}/get`, {
      ...{ count: ackmode === 'ack_requeue_false' ? 1_000 : 1, ackmode, encoding: 'auto' },
    });
  }

  private pathOf(queue: string): string {
    return `/queues/${this.vhost}/${encodeURIComponent(`${this.at.prefix}${queue}`)}`;
  }
}
