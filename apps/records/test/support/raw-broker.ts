import { eventually, RabbitmqManagement, sharedStack, type TestPrefix } from '@callbook/testing';

export interface DeadLetter {
  readonly code: string;
  readonly error: string;
  readonly body: unknown;
}

/** Puts into queues what no publisher of ours would send, and looks at what was put aside. */
export class RawBroker {
  private readonly management: RabbitmqManagement;
  private readonly vhost: string;

  constructor(private readonly at: Pick<TestPrefix, 'url' | 'prefix'>) {
    const { rabbitmqManagementUrl } = sharedStack();
    if (!rabbitmqManagementUrl) throw new Error('Set RABBITMQ_MANAGEMENT_URL beside RABBITMQ_URL');
    this.management = new RabbitmqManagement(rabbitmqManagementUrl);
    this.vhost = encodeURIComponent(decodeURIComponent(new URL(at.url).pathname.slice(1)) || '/');
  }

  async put(queue: string, messageId: string, body: string): Promise<void> {
    await this.management.request('POST', `/exchanges/${this.vhost}/amq.default/publish`, {
      routing_key: `${this.at.prefix}${queue}`,
      properties: { message_id: messageId, delivery_mode: 2 },
      payload: body,
      payload_encoding: 'string',
    });
  }

  /** Waits for this message among the dead letters of the queue; takes it, and whatever lies before it, away. */
  deadLetter(queue: string, messageId: string): Promise<DeadLetter> {
    return eventually(`message ${messageId} in ${queue}.dead`, async () => {
      const found = await this.management.request<
        { payload: string; properties: { message_id: string; headers: Record<string, string> } }[]
      >('POST', `/queues/${this.vhost}/${encodeURIComponent(`${this.at.prefix}${queue}.dead`)}/get`, {
        count: 100,
        ackmode: 'ack_requeue_false',
        encoding: 'auto',
      });
      const letter = found.find(({ properties }) => properties.message_id === messageId);
      return (
        letter && {
          code: String(letter.properties.headers['x-callbook-code']),
          error: String(letter.properties.headers['x-callbook-error']),
          body: JSON.parse(letter.payload) as unknown,
        }
      );
    });
  }
}
