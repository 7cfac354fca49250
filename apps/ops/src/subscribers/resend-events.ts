import { ContractViolation, type Event, publicContracts, publicCopy } from '@callbook/contracts';
import type { QueueSender } from '@callbook/messaging';
import type { Place, StoredEvent } from '../history/find-events.repository';

/** What those outside may be told again. */
export const publicTypes: readonly string[] = publicContracts.map(({ event }) => event.type);

const pageSize = 200;

export interface Resent {
  readonly sent: number;
  /** Ids of those that break their contract: they were left out. */
  readonly skipped: readonly string[];
}

/**
 * Sends the public copies of stored events to one queue of a subscriber, oldest first, under the ids they had. What is sent
 * twice is known to the subscriber by its id; of erased people nothing is sent.
 * @param page the next stored events, oldest first; none when that was all
 * @throws PublishError; running it again is safe
 */
export async function resendEvents(
  sender: Pick<QueueSender, 'send'>,
  queue: string,
  page: (after: Place | null, limit: number) => Promise<readonly StoredEvent[]>,
): Promise<Resent> {
  let sent = 0;
  const skipped: string[] = [];
  for (let after: Place | null = null; ;) {
    const events = await page(after, pageSize);
    const last = events.at(-1);
    if (!last) return { sent, skipped };
    const copies = events.flatMap((stored) => copyOf(stored, skipped));
    await Promise.all(copies.map((copy) => sender.send(queue, messageOf(copy))));
    [sent, after] = [sent + copies.length, last];
  }
}

function copyOf({ id, event }: StoredEvent, skipped: string[]): Event<object>[] {
  try {
    const copy = event && publicCopy(event);
    return copy ? [copy] : [];
  } catch (error) {
    if (!(error instanceof ContractViolation)) throw error;
    skipped.push(id);
    return [];
  }
}

function messageOf(copy: Event<object>) {
  return {
    messageId: copy.id,
    content: Buffer.from(JSON.stringify(copy)),
    correlationId: copy.correlationid,
    type: copy.type,
    appId: 'ops',
    contentType: 'application/cloudevents+json',
    timestamp: Math.floor(Date.parse(copy.time) / 1_000),
  };
}
