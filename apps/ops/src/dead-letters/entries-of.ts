import type { EntityManager } from 'typeorm';
import { type Death, messageKey } from './death';

interface Entry {
  readonly id: string;
  readonly state: string;
}

/** Entries that a death may belong to; IS NOT DISTINCT FROM would use no index. What comes back from a replay may have the body it was edited to. */
const candidates = `
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS asked (message, queue, message_id, digest)
  JOIN ops.dead_letters AS letter ON letter.queue = asked.queue
    AND (letter.message_id = asked.message_id OR (letter.message_id IS NULL AND asked.message_id IS NULL))
    AND letter.state IN ('open', 'replaying', 'resolved') AND (letter.body_digest = asked.digest OR EXISTS (
      SELECT FROM ops.dead_letter_edits AS edit WHERE edit.dead_letter_id = letter.id AND edit.body_digest = asked.digest))`;

/**
 * The entries these deaths belong to, which nobody else decides about until the transaction ends. Locked in the order of
 * their ids, as by everybody; what was decided about one while it was waited for is seen after that.
 */
export async function entriesOf(tx: EntityManager, deaths: readonly Death[]): Promise<ReadonlyMap<string, Entry>> {
  const asked = [
    deaths.map(messageKey),
    deaths.map(({ letter }) => letter.queue),
    deaths.map(({ letter }) => letter.messageId),
    deaths.map(({ digest }) => digest),
  ];
  const locked = (await tx.query(
    `SELECT id FROM ops.dead_letters WHERE id IN (SELECT letter.id ${candidates}) ORDER BY id FOR UPDATE`,
    asked,
  )) as { id: string }[];
  if (locked.length === 0) return new Map();
  const rows = (await tx.query(
    `SELECT DISTINCT ON (asked.message) asked.message, letter.id, letter.state ${candidates}
       AND letter.id = ANY ($5)
     ORDER BY asked.message, letter.dead_at DESC`,
    [...asked, locked.map(({ id }) => id)],
  )) as (Entry & { message: string })[];
  return new Map(rows.map((row) => [row.message, row]));
}
