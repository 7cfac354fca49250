import { type QueueMessage, replayHeader } from '@callbook/messaging';

/** What of a letter is sent again. */
export interface Outgoing {
  readonly messageId: string;
  readonly correlationId: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

/**
 * The message as it was. Headers that are no plain values are left out.
 * @param sending by this its consumer remembers that it handled it, also where it would not otherwise
 */
export function messageOf(outgoing: Outgoing, sending: string): QueueMessage {
  const { messageId, correlationId, properties, headers, body } = outgoing;
  const text = (name: string) => (typeof properties[name] === 'string' ? { [name]: properties[name] as string } : {});
  const plain = Object.entries(headers).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return {
    messageId,
    content: body,
    ...(correlationId !== null && { correlationId }),
    ...text('type'),
    ...text('appId'),
    ...text('contentType'),
    ...(typeof properties.timestamp === 'number' && { timestamp: properties.timestamp }),
    headers: { ...Object.fromEntries(plain), [replayHeader]: sending },
  };
}
