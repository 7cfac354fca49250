import { type BookingCreated, type Event, routingKey } from '@callbook/contracts';
import { eventsExchange } from '@callbook/messaging';
import type { ConfirmChannel } from 'amqplib';
import { type PeerKind, peerPattern, peerQueue } from './peer/queue';

/** As `booking` publishes it. */
export function toRecords(channel: ConfirmChannel, event: Event<BookingCreated>): void {
  channel.publish(eventsExchange(''), routingKey(event), Buffer.from(JSON.stringify(event)), {
    persistent: true,
    mandatory: true,
    messageId: event.id,
    correlationId: event.correlationid,
    type: event.type,
    contentType: 'application/cloudevents+json',
  });
}

/** As Nest's own client publishes it. */
export function toPeer(channel: ConfirmChannel, event: Event<BookingCreated>, kind: PeerKind): void {
  const content = Buffer.from(JSON.stringify({ pattern: peerPattern, data: event }));
  channel.sendToQueue(peerQueue(kind), content, { persistent: true, messageId: event.id });
}
