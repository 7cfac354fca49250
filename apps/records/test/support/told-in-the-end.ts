import type { Event } from '@callbook/contracts';
import { RetryableError } from '@callbook/messaging/failure';
import type { RecordFixture } from './record-fixture';

/** Tells messages in this order; those that have to wait for another one come again after the rest, as by the ladder. */
export async function toldInTheEnd(record: RecordFixture, messages: readonly Event<object>[]): Promise<void> {
  const waiting: Event<object>[] = [];
  for (const message of messages) {
    await record.tell(message).catch((error: unknown) => {
      if (!(error instanceof RetryableError)) throw error;
      waiting.push(message);
    });
  }
  if (waiting.length === messages.length) throw new Error('no message can be handled');
  if (waiting.length > 0) await toldInTheEnd(record, waiting);
}
