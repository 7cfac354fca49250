import { randomUUID } from 'node:crypto';
import { RabbitmqManagement, sharedStack } from '@callbook/testing';

/** A message for one queue. */
export interface Letter {
  readonly queue: string;
  readonly messageId: string;
  readonly type: string;
  readonly correlationId: string;
  readonly body: string;
}

/** Puts messages into queues as they are, past every publisher of ours. */
export class Letters {
  private readonly management: RabbitmqManagement;
  private readonly vhost: string;

  constructor(
    private readonly prefix: string,
    { rabbitmqUrl, rabbitmqManagementUrl }: { rabbitmqUrl: string; rabbitmqManagementUrl?: string } = sharedStack(),
  ) {
    this.management = new RabbitmqManagement(rabbitmqManagementUrl ?? '');
    this.vhost = encodeURIComponent(decodeURIComponent(new URL(rabbitmqUrl).pathname.slice(1)) || '/');
  }

  /** Some at a time, in order of their beginning. */
  async put(letters: readonly Letter[]): Promise<void> {
    const rest = [...letters];
    const lane = async () => {
      for (let letter = rest.shift(); letter; letter = rest.shift()) await this.putOne(letter);
    };
    await Promise.all(Array.from({ length: 8 }, lane));
  }

  async deleteQueue(queue: string): Promise<void> {
    await this.management.request('DELETE', `/queues/${this.vhost}/${encodeURIComponent(this.prefix + queue)}`);
  }

  private async putOne({ queue, messageId, type, correlationId, body }: Letter): Promise<void> {
    const { routed } = await this.management.request<{ routed: boolean }>(
      'POST',
      `/exchanges/${this.vhost}/amq.default/publish`,
      {
        routing_key: `${this.prefix}${queue}`,
        properties: { delivery_mode: 2, message_id: messageId, type, correlation_id: correlationId, headers: {} },
        payload: Buffer.from(body).toString('base64'),
        payload_encoding: 'base64',
      },
    );
    if (!routed) throw new Error(`${queue} does not take it`);
  }
}

export const letterOf = (
  queue: string,
  event: { readonly id: string; readonly type: string; readonly correlationid: string },
  body: string = JSON.stringify(event),
): Letter => ({ queue, messageId: event.id, type: event.type, correlationId: event.correlationid, body });

export const newId = (): string => randomUUID();
