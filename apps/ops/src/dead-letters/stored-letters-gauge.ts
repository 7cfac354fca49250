import { scrapedGauge, sharedMeasurement } from '@callbook/observability';
import type { DataSource } from 'typeorm';

/** However often it is scraped, the database is asked no more often. Milliseconds. */
const askEveryMs = 10_000;

export function storedLetters(
  database: DataSource,
): Promise<{ readonly queue: string; readonly state: string; readonly count: number }[]> {
  return database.query('SELECT queue, state, count(*)::int AS count FROM ops.dead_letters GROUP BY queue, state');
}

/** Shows how many dead letters are stored, by queue and state; nothing while the database does not answer. */
export function showStoredLetters(database: DataSource): void {
  const counts = sharedMeasurement(askEveryMs, () => storedLetters(database));
  scrapedGauge(
    {
      name: 'callbook_stored_dead_letters',
      help: 'Dead letters in the store, by queue and state',
      labelNames: ['queue', 'state'],
    },
    async (series) => {
      for (const { queue, state, count } of await counts()) series.set({ queue, state }, count);
    },
  );
}
