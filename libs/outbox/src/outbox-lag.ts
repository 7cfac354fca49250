import { scrapedGauge, sharedMeasurement } from '@callbook/observability';
import type { DataSource } from 'typeorm';

/** Both gauges of a scrape, and scrapes that follow at once, share one query. */
const measureEveryMs = 1_000;

/** Shows how far publishing is behind storing; nothing while the database does not answer. */
export function showLag(dataSource: DataSource, schema: string): void {
  const lag = sharedMeasurement(measureEveryMs, () => measureLag(dataSource, schema));
  scrapedGauge(
    {
      name: 'callbook_outbox_unsent',
      help: 'Events that are stored and not yet confirmed by the broker',
      labelNames: ['schema'],
    },
    async (series) => series.set({ schema }, (await lag()).unsent),
  );
  scrapedGauge(
    {
      name: 'callbook_outbox_oldest_unsent_seconds',
      help: 'Age of the oldest of them; 0 when there is none',
      labelNames: ['schema'],
    },
    async (series) => series.set({ schema }, (await lag()).oldest),
  );
}

async function measureLag(dataSource: DataSource, schema: string): Promise<{ unsent: number; oldest: number }> {
  const [lag] = (await dataSource.query(
    `SELECT count(*)::integer AS unsent, coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS oldest
     FROM ${schema}.outbox WHERE sent_at IS NULL`,
  )) as [{ unsent: number; oldest: number }];
  return lag;
}
