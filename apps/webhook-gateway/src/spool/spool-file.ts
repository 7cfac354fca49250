import { createHash } from 'node:crypto';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { makePrivateFile } from './private-file';
import { onTheFile, SpoolDamaged } from './spool-errors';

/** Where a spooled event stands. */
export interface Place {
  readonly seq: number;
  /** When the gateway was given the event, in milliseconds since 1970; the order in which events are forwarded. */
  readonly arrivedAt: number;
}

/** An event as it lies on the disk. */
export interface Entry {
  /** Null: the next free one. */
  readonly seq: number | null;
  readonly arrivedAt: number;
  readonly id: string;
  /** The event as JSON. */
  readonly event: string;
}

/**
 * The journal is truncated and synced with every commit, so a commit outlives a loss of power. Not a write-ahead log:
 * everything is in one file, and a damaged log would drop what follows the damage without a word. Deleted events are
 * overwritten, for they are full of personal data.
 */
const settings = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    arrived_at INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    event TEXT NOT NULL
  ) STRICT;`;

/**
 * Made when it is first needed: a file of before has none, and one on a full disk must open all the same. What is in it
 * can be had anew, so a set-aside spool takes it along.
 */
const copies = `
  CREATE TABLE IF NOT EXISTS copies (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, content TEXT NOT NULL) STRICT;`;

export const checksumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The events on this disk, and copies of what the gateway needs to take any. Every method is one transaction and throws a SpoolError. */
export class SpoolFile {
  private readonly insertion: StatementSync;
  private readonly reading: StatementSync;
  private readonly removal: StatementSync;

  private constructor(private readonly database: DatabaseSync) {
    // The same id is the same fact, and consumers would drop the second: what is on disk is enough.
    this.insertion = database.prepare(
      `INSERT INTO events (seq, id, arrived_at, checksum, event) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO NOTHING RETURNING seq`,
    );
    this.reading = database.prepare('SELECT checksum, event FROM events WHERE seq = ?');
    this.removal = database.prepare('DELETE FROM events WHERE seq = ?');
  }

  /** Opens the file, or makes it, readable for this user alone. @param maxBytes what it may grow to */
  static open(path: string, { maxBytes }: { maxBytes: number }): SpoolFile {
    return onTheFile(() => {
      makePrivateFile(path);
      const database = new DatabaseSync(path);
      try {
        database.exec(settings);
        const { page_size } = database.prepare('PRAGMA page_size').get() as { page_size: number };
        database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / page_size))}`);
        return new SpoolFile(database);
      } catch (error) {
        database.close();
        throw error;
      }
    });
  }

  /** Reads everything once. @throws SpoolDamaged when something is not as it was written */
  verify(): void {
    onTheFile(() => {
      const [first] = this.database.prepare('PRAGMA integrity_check(1)').all();
      if (first?.integrity_check !== 'ok') throw new SpoolDamaged('the spool file is damaged');
      for (const { seq } of this.places()) this.read(seq);
    });
  }

  places(): Place[] {
    return onTheFile(
      () =>
        this.database
          .prepare('SELECT seq, arrived_at AS "arrivedAt" FROM events ORDER BY arrived_at, seq')
          .all() as unknown as Place[],
    );
  }

  /** Resolves to the places of those that were not there yet. On the disk when it returns, all of them or none. */
  insert(entries: readonly Entry[]): Place[] {
    return this.inTransaction(() =>
      entries.flatMap(({ seq, id, arrivedAt, event }) => {
        const row = this.insertion.get(seq, id, arrivedAt, checksumOf(event), event) as { seq: number } | undefined;
        return row ? [{ seq: row.seq, arrivedAt }] : [];
      }),
    );
  }

  /** The event as JSON. */
  read(seq: number): string {
    return onTheFile(() => {
      const row = this.reading.get(seq) as { checksum: string; event: string } | undefined;
      if (row?.checksum !== checksumOf(row?.event ?? '')) throw new SpoolDamaged(`spooled event ${seq} is damaged`);
      return row.event;
    });
  }

  remove(seqs: readonly number[]): void {
    this.inTransaction(() => seqs.forEach((seq) => this.removal.run(seq)));
  }

  /** The text that was kept under this name last. @throws SpoolDamaged when it is not as it was written */
  copy(name: string): string | undefined {
    return onTheFile(() => {
      if (!this.database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'copies'`).get()) return undefined;
      const row = this.database.prepare('SELECT checksum, content FROM copies WHERE name = ?').get(name) as
        { checksum: string; content: string } | undefined;
      if (row && row.checksum !== checksumOf(row.content)) throw new SpoolDamaged(`the copy ${name} is damaged`);
      return row?.content;
    });
  }

  keepCopy(name: string, content: string): void {
    this.inTransaction(() => {
      this.database.exec(copies);
      this.database
        .prepare('INSERT OR REPLACE INTO copies (name, checksum, content) VALUES (?, ?, ?)')
        .run(name, checksumOf(content), content);
    });
  }

  close(): void {
    if (this.database.isOpen) this.database.close();
  }

  private inTransaction<T>(work: () => T): T {
    return onTheFile(() => {
      this.database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        this.database.exec('COMMIT');
        return result;
      } catch (error) {
        if (this.database.isTransaction) this.database.exec('ROLLBACK'); // a full disk may have ended it already
        throw error;
      }
    });
  }
}
