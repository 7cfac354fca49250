import type { EntityManager } from 'typeorm';

type Queries = Pick<EntityManager, 'query'>;

/** Something an operator did, or what was done by itself; without anybody's data. */
export interface Act {
  readonly actor: string;
  /** A verb: `discarded`. */
  readonly act: string;
  /** `dead letter ID`, `group ID`. */
  readonly subjects: readonly string[];
  readonly why?: string | null;
  readonly planHash?: string | null;
  readonly result?: object;
}

export const letterSubject = (id: string): string => `dead letter ${id}`;
export const groupSubject = (id: string): string => `group ${id}`;

/** Writes it down, once for each subject; in the transaction of the act itself. */
export async function writeAudit(tx: Queries, { actor, act, subjects, why, planHash, result }: Act): Promise<void> {
  await tx.query(
    `INSERT INTO ops.audit (actor, act, subject, why, plan_hash, result)
     SELECT $1, $2, subject, $4, $5, $6 FROM unnest($3::text[]) AS subject`,
    [actor, act, subjects, why ?? null, planHash ?? null, JSON.stringify(result ?? {})],
  );
}

export interface AuditEntry {
  readonly seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly planHash: string | null;
  readonly why: string | null;
  readonly result: object;
}

export interface AuditFilter {
  readonly subject?: string;
  readonly actor?: string;
  readonly since?: Date;
  readonly until?: Date;
  /** Only what is older than this entry. */
  readonly before?: number;
  readonly limit: number;
}

/** The newest first. */
export async function listAudit(db: Queries, filter: AuditFilter): Promise<AuditEntry[]> {
  const rows = (await db.query(
    `SELECT seq, at, actor, act, subject, plan_hash AS "planHash", why, result FROM ops.audit
     WHERE ($1::text IS NULL OR subject = $1) AND ($2::text IS NULL OR actor = $2)
       AND ($3::timestamptz IS NULL OR at >= $3) AND ($4::timestamptz IS NULL OR at < $4) AND ($5::bigint IS NULL OR seq < $5)
     ORDER BY seq DESC LIMIT $6`,
    [
      filter.subject ?? null,
      filter.actor ?? null,
      filter.since ?? null,
      filter.until ?? null,
      filter.before ?? null,
      filter.limit,
    ],
  )) as (Omit<AuditEntry, 'seq'> & { seq: string })[];
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}
