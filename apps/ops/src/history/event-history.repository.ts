import { type ErasedPeople, inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import { peopleIn } from '../privacy/people-in';
import type { KeptEvent } from './kept-event';

/** Announces that something was added. */
export const historyChannel = 'ops_events';

/** Two lots are never committed out of the order of their numbers: who follows the numbers would miss the later one. */
const inTurn = `SELECT pg_advisory_xact_lock(hashtextextended('ops.events', 0))`;

const columns = 'day, event_id, type, company, subject, correlation_id, retell_call_id, time, event';

/** Of an event about somebody who was erased it is kept that there was one. */
const insert = `
  INSERT INTO ops.events (${columns}, erased_at)
  SELECT day, event_id, type, company, CASE WHEN erased THEN 'erased' ELSE subject END,
         CASE WHEN erased THEN 'erased' ELSE correlation_id END, CASE WHEN NOT erased THEN retell_call_id END,
         time, CASE WHEN NOT erased THEN event END, CASE WHEN erased THEN now() END
  FROM jsonb_to_recordset($1::jsonb) AS given (day date, event_id uuid, type text, company text, subject text,
    correlation_id text, retell_call_id text, time timestamptz, event jsonb, erased boolean)
  ON CONFLICT (day, event_id) DO NOTHING`;

/** Keeps every event once, all of them or none. */
export class EventHistory {
  constructor(
    private readonly dataSource: DataSource,
    private readonly erased: ErasedPeople,
  ) {}

  async keep(events: readonly KeptEvent[]): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      const erased = await this.ofErasedPeople(tx, events);
      await tx.query(inTurn);
      await tx.query(insert, [JSON.stringify(events.map((event) => ({ ...event, erased: erased.has(event) })))]);
      await tx.query(`SELECT pg_notify('${historyChannel}', '')`);
    });
  }

  private async ofErasedPeople(tx: EntityManager, events: readonly KeptEvent[]): Promise<ReadonlySet<KeptEvent>> {
    const told = events.flatMap((kept) => peopleIn(kept.event).map((person) => ({ ...person, kept })));
    return new Set([...(await this.erased.among(tx, told))].map(({ kept }) => kept));
  }
}
