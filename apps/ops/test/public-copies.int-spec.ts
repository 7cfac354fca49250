import {
  BookingCreated,
  CallEnded,
  createEvent,
  derivedId,
  routingKey,
  sampleCompany,
  sampleOf,
} from '@callbook/contracts';
import { declareTopology, MessagingModule, rabbitMqStrategy } from '@callbook/messaging';
import { ObservabilityModule } from '@callbook/observability';
import { eventually, RabbitmqManagement, sharedStack, startHere, testPrefix } from '@callbook/testing';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PublicCopiesConsumer } from '../src/subscribers/public-copies.consumer';

const queue = 'ops.public-copies';
const { url, prefix, close } = testPrefix();
const only = { prefix, contracts: [], everyEvent: [queue], ladder: [100] };

@Module({
  imports: [
    ObservabilityModule.forRoot({ app: 'ops', logLevel: 'silent' }),
    MessagingModule.forRoot({ ...only, url, app: 'ops' }),
  ],
  controllers: [PublicCopiesConsumer],
})
class CopyingModule {}

interface Message {
  readonly payload: string;
  readonly routing_key: string;
  readonly properties: { readonly message_id: string; readonly headers: Record<string, unknown> };
}

describe('public copies of events', () => {
  const management = new RabbitmqManagement(sharedStack().rabbitmqManagementUrl!);
  const vhost = encodeURIComponent(decodeURIComponent(new URL(url).pathname.slice(1)) || '/');
  const outside = `${prefix}subscriber.spec.events`;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    await declareTopology(url, only);
    await management.request('PUT', `/queues/${vhost}/${outside}`, { durable: true });
    await management.request('POST', `/bindings/${vhost}/e/${prefix}callbook.public/q/${outside}`, {
      routing_key: `*.*.*.${sampleCompany}`,
    });
    const created = NestFactory.create<NestFastifyApplication>(CopyingModule, new FastifyAdapter(), { logger: false });
    const app = await startHere(await created, rabbitMqStrategy);
    stop = () => app.close();
  });
  afterAll(async () => {
    await stop();
    await close();
  });

  const event = (type: unknown, name: string) =>
    createEvent(type as typeof BookingCreated, sampleOf(type as typeof BookingCreated), {
      id: derivedId('spec', name),
      company: sampleCompany,
      time: new Date('2026-11-21T10:00:00Z'),
      correlationId: 'call_spec',
    });
  const publish = (body: ReturnType<typeof event>) =>
    management.request('POST', `/exchanges/${vhost}/${prefix}callbook.events/publish`, {
      ...{ routing_key: routingKey(body), payload: JSON.stringify(body), payload_encoding: 'string' },
      properties: { message_id: body.id, delivery_mode: 2 },
    });
  const taken = async (name: string): Promise<Message | undefined> => {
    const take = { count: 1, ackmode: 'ack_requeue_false', encoding: 'auto' };
    return (await management.request<Message[]>('POST', `/queues/${vhost}/${name}/get`, take))[0];
  };

  it('reach those outside under the same key and id, without the uid; what is not for them does not', async () => {
    await publish(event(CallEnded, 'a call'));
    await publish(event(BookingCreated, 'a booking'));
    const copy = await eventually('the copy', () => taken(outside));
    expect(copy.routing_key).toBe(`booking.created.v1.${sampleCompany}`);
    expect(copy.properties.message_id).toBe(derivedId('spec', 'a booking'));
    expect(JSON.parse(copy.payload)).toMatchObject({ data: { host: { name: 'Mehmet Kaya' } } });
    expect(copy.payload).not.toContain('sampleUid');
    expect(await taken(outside)).toBeUndefined();
  });

  it('of what breaks its contract there are none: it is a dead letter', async () => {
    await publish({ ...event(BookingCreated, 'broken'), data: {} as BookingCreated });
    const dead = await eventually('the dead letter', () => taken(`${prefix}${queue}.dead`));
    expect(dead.properties.headers['x-callbook-code']).toBe('invalid_contract');
    expect(await taken(outside)).toBeUndefined();
  });
});
