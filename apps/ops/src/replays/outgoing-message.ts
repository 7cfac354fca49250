import { type QueueMessage, replayHeader } from '@callbook/messaging';
import type { CurrentItem, Outgoing } from './replay-rows.repository';

/** The message under the id it always had, with the name of the replay. Headers that are no plain values are left out. */
export function messageOf(outgoing: Outgoing, { messageId: eventId }: CurrentItem, replayId: string): QueueMessage {
  const { messageId, correlationId, properties, headers, body } = outgoing;
  const text = (name: string) => (typeof properties[name] === 'string' ? { [name]: properties[name] as string } : {});
  const plain = Object.entries(headers).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return {
    messageId: messageId ?? eventId ?? replayId,
    content: body,
    ...(correlationId !== null && { correlationId }),
    ...text('type'),
    ...text('appId'),
    ...text('contentType'),
    ...(typeof properties.timestamp === 'number' && { timestamp: properties.timestamp }),
    headers: { ...Object.fromEntries(plain), [replayHeader]: replayId },
  };
}
