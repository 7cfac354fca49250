import { gauge } from '@callbook/observability';
import type { DataSource } from 'typeorm';

const unsent = gauge({
  name: 'callbook_outbox_unsent',
  help: 'Events that are stored and not yet confirmed by the broker',
  labelNames: ['schema'],
});
const oldest = gauge({
  name: 'callbook_outbox_oldest_unsent_seconds',
  help: 'Age of the oldest of them; 0 when there is none',
  labelNames: ['schema'],
});

/** Measures how far publishing is behind storing. */
export async function measureLag(dataSource: DataSource, schema: string): Promise<void> {
  const [lag] = (await dataSource.query(
    `SELECT count(*)::integer AS unsent, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest
     FROM ${schema}.outbox WHERE sent_at IS NULL`,
  )) as [{ unsent: number; oldest: number }];
  unsent.set({ schema }, lag.unsent);
  oldest.set({ schema }, lag.oldest);
}
