import type { Event } from '@callbook/contracts';
import type { EntityManager } from 'typeorm';

/** Channel on which a commit with new outbox rows is announced. */
export const outboxChannel = (schema: string): string => `outbox_${schema}`;

/** Events to be published exactly when the caller's transaction commits. */
export class Outbox {
  constructor(private readonly schema: string) {}

  /**
   * Remembers the events as sent: they follow from what is told again, and everybody heard them when it was new. Whoever would
   * add one of them later finds it sent. Forgotten as what was sent now.
   */
  async addSent(tx: EntityManager, ...events: readonly Event<object>[]): Promise<void> {
    if (events.length === 0) return;
    await tx.query(
      `INSERT INTO ${this.schema}.outbox (event_id, subject, event, sent_at)
       SELECT (event ->> 'id')::uuid, event ->> 'subject', event, now()
       FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given (event, position) ORDER BY position
       ON CONFLICT (event_id) DO NOTHING`,
      [JSON.stringify(events)],
    );
  }

  /** Stores the events in the caller's transaction; the relay is woken by the commit. Adding an event twice is one event. */
  async add(tx: EntityManager, ...events: readonly Event<object>[]): Promise<void> {
    if (events.length === 0) return;
    // In one statement: whoever waits for the commit waits for every round trip before it.
    await tx.query(
      `WITH added AS (
         INSERT INTO ${this.schema}.outbox (event_id, subject, event)
         SELECT (event ->> 'id')::uuid, event ->> 'subject', event
         FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS given (event, position) ORDER BY position
         ON CONFLICT (event_id) DO NOTHING)
       SELECT pg_notify($2, '')`,
      [JSON.stringify(events), outboxChannel(this.schema)],
    );
  }
}
