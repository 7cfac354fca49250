import { DatabaseSync } from 'node:sqlite';
import { checksumOf, type Entry } from './spool-file';

/** After so many places in a row that cannot be looked at there is nothing left to be found. */
const mostUnreadable = 100_000;

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly arrivedAt: number;
  readonly checksum: string;
  readonly event: string;
}

/** What can still be read of a damaged spool and is as it was written. Never throws. */
export function* readableEntries(path: string): Generator<Entry> {
  const database = new DatabaseSync(path, { defensive: false });
  try {
    const rows = readers(database);
    if (!rows) return;
    let seq: number | undefined = 0;
    for (let unreadable = 0; seq !== undefined && unreadable < mostUnreadable;) {
      const next: { seq?: number } | undefined = attempt(() => rows.placeAfter(seq as number));
      // The page with the next rows is damaged: feel the way to the first row behind it.
      if (!next) unreadable += 1;
      else unreadable = 0;
      seq = next ? next.seq : (seq as number) + 1;
      const row = next?.seq === undefined ? undefined : attempt(() => rows.at(next.seq as number));
      if (row && row.checksum === checksumOf(row.event)) yield row;
    }
  } finally {
    database.close();
  }
}

/** Undefined when not even the table can be found. */
function readers(database: DatabaseSync) {
  return attempt(() => {
    database.exec('PRAGMA writable_schema = ON'); // or a file that was cut short is not read at all
    const place = database.prepare('SELECT seq FROM events WHERE seq > ? ORDER BY seq LIMIT 1');
    const row = database.prepare(
      'SELECT seq, id, arrived_at AS "arrivedAt", checksum, event FROM events WHERE seq = ?',
    );
    return {
      placeAfter: (seq: number) => (place.get(seq) ?? {}) as { seq?: number },
      at: (seq: number) => row.get(seq) as unknown as Row | undefined,
    };
  });
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
