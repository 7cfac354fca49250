import type { EntityManager } from 'typeorm';
import { contentHashOf, type ChainFact } from './chain-fact';
import { isNews, nextRevision, type StoredChain } from './chain-revision';
import type { ChainReading } from './chains';
import { nextHostLook } from './host-look';

/** A row of `booking.chains`. */
export interface ChainRow extends StoredChain {
  readonly fact: ChainFact;
}

/** As the driver gives it. */
interface StoredChainRow {
  readonly current_uid: string;
  readonly content_hash: string;
  readonly provider_updated_at: Date | null;
  readonly answered_at: Date;
  readonly revision: string;
  readonly fact: ChainFact;
}

/**
 * The chain's row, if there is one; until the transaction ends nobody else judges the chain. A lock on the name and not
 * on the row, for the first answers about a chain have no row to lock yet.
 */
export async function lockChain(tx: EntityManager, company: string, rootUid: string): Promise<ChainRow | undefined> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 1))', [`${company}/${rootUid}`]);
  const [row] = (await tx.query(
    `SELECT current_uid, content_hash, provider_updated_at, answered_at, revision, fact
     FROM booking.chains WHERE company = $1 AND root_uid = $2`,
    [company, rootUid],
  )) as StoredChainRow[];
  return (
    row && {
      uid: row.current_uid,
      contentHash: row.content_hash,
      providerUpdatedAt: row.provider_updated_at,
      answeredAt: row.answered_at,
      revision: Number(row.revision),
      fact: row.fact,
    }
  );
}

/** Root of the chain that has, or ever had, this uid. */
export async function rootOf(tx: EntityManager, company: string, uid: string): Promise<string | undefined> {
  const [row] = (await tx.query('SELECT root_uid FROM booking.chain_uids WHERE company = $1 AND uid = $2', [
    company,
    uid,
  ])) as { root_uid: string }[];
  return row?.root_uid;
}

/** Whether the reading tells something newer than is stored. */
export async function isNewsOf(
  tx: EntityManager,
  company: string,
  { fact, askedAt, answeredAt }: ChainReading,
  stored: ChainRow | undefined,
): Promise<boolean> {
  const providerUpdatedAt = fact.providerUpdatedAt === null ? null : new Date(fact.providerUpdatedAt);
  const answer = { uid: fact.calcomUid, contentHash: contentHashOf(fact), providerUpdatedAt, askedAt, answeredAt };
  if (!isNews(answer, stored)) return false;
  return !stored || stored.uid === answer.uid || !(await hasLeft(tx, company, answer.uid));
}

/** Whether the reading tells what is stored, or something newer. */
export async function isCurrent(
  tx: EntityManager,
  company: string,
  reading: ChainReading,
  stored: ChainRow | undefined,
): Promise<boolean> {
  return contentHashOf(reading.fact) === stored?.contentHash || isNewsOf(tx, company, reading, stored);
}

/** A chain never goes back to a booking it was moved away from: an answer that says so is an old one. */
async function hasLeft(tx: EntityManager, company: string, uid: string): Promise<boolean> {
  return (await rootOf(tx, company, uid)) !== undefined;
}

/** Stores the chain's newest fact and numbers it. The one place where a chain is written; the chain must be locked. */
export async function storeChain(
  tx: EntityManager,
  company: string,
  { fact, uids, answeredAt }: ChainReading,
  { stored, now }: { readonly stored: ChainRow | undefined; readonly now: Date },
): Promise<number> {
  const revision = nextRevision(stored, now);
  await tx.query(
    `INSERT INTO booking.chains (company, root_uid, current_uid, revision, content_hash, provider_updated_at, answered_at, fact, host_look_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (company, root_uid) DO UPDATE
     SET current_uid = excluded.current_uid, revision = excluded.revision, content_hash = excluded.content_hash,
         provider_updated_at = excluded.provider_updated_at, answered_at = excluded.answered_at, fact = excluded.fact,
         host_looks = 0, host_look_at = excluded.host_look_at`,
    [
      company,
      fact.rootUid,
      fact.calcomUid,
      revision,
      contentHashOf(fact),
      fact.providerUpdatedAt,
      answeredAt,
      fact,
      nextHostLook(fact, 0, now),
    ],
  );
  await tx.query(
    `INSERT INTO booking.chain_uids (company, uid, root_uid) SELECT DISTINCT $1, uid, $2 FROM unnest($3::text[]) AS uid
     ON CONFLICT (company, uid) DO NOTHING`,
    [company, fact.rootUid, [fact.rootUid, ...uids, fact.calcomUid]],
  );
  return revision;
}
