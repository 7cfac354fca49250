import { type ErasedKind, type ErasureKey, hashSql } from '@callbook/database';
import type { EntityManager } from 'typeorm';

type Queries = Pick<EntityManager, 'query'>;

export interface PersonToErase {
  readonly company: string;
  readonly hashes: readonly { readonly kind: ErasedKind; readonly hash: string }[];
}

const places = ['$1', '$2', '$3'] as const;
const isOf = (kind: ErasedKind, value: string): string =>
  `'${kind} ' || ${hashSql(kind, value, places)} = ANY ($4::text[])`;
const hashed = (kind: ErasedKind, column: string): string => `'erased:' || ${hashSql(kind, column, places)}`;

const isTheirAttempt = `row.company = $1::text AND (${[
  isOf('call', 'row.retell_call_id'),
  isOf('uid', 'row.calcom_uid'),
  isOf('uid', "row.request #>> '{target,rootUid}'"),
].join(' OR ')})`;

/** A wish without whose it is. It keeps its form: other calls are compared with it. */
const anonymous = (wish: string): string => `(${wish}
  || jsonb_build_object('call', (${wish} -> 'call') || '{"fromNumber": null, "toNumber": null, "customerNumber": null}')
  || CASE WHEN ${wish} ? 'attendee'
     THEN '{"attendee": {"name": null, "email": null, "phone": null}, "notes": null, "preferredStaff": null}'::jsonb
     ELSE '{"reason": null}'::jsonb END)`;

/** Names, numbers, addresses and words. What Cal.com knows the bookings by stays as long as the clock still looks for them. */
const forgetWho = `
  UPDATE booking.attempts row SET
    request = ${anonymous('row.request')},
    provider_text = NULL,
    progress = row.progress || '{"ending": null}' || CASE WHEN jsonb_typeof(row.progress -> 'inPlace') = 'object'
      THEN jsonb_build_object('inPlace', ${anonymous("(row.progress -> 'inPlace')")}) ELSE '{}' END
  WHERE row.settled_at IS NOT NULL AND ${isTheirAttempt}
  RETURNING row.id`;

const forgetWhich = `
  UPDATE booking.attempts row SET
    retell_call_id = CASE WHEN starts_with(row.retell_call_id, 'erased:') THEN row.retell_call_id
                     ELSE ${hashed('call', 'row.retell_call_id')} END,
    calcom_uid = CASE WHEN starts_with(row.calcom_uid, 'erased:') THEN row.calcom_uid
                 ELSE ${hashed('uid', 'row.calcom_uid')} END,
    request = row.request || jsonb_build_object('call', (row.request -> 'call') || '{"retellCallId": "erased"}')
      || CASE WHEN row.request ? 'target' THEN '{"target": null}'::jsonb ELSE '{}' END,
    progress = row.progress || '{"parts": [], "replaces": [], "inPlace": null, "released": []}'
  WHERE row.settled_at IS NOT NULL AND row.due_at IS NULL AND ${isTheirAttempt}`;

const underWay = `
  SELECT count(*)::integer AS count FROM booking.attempts row
  WHERE (row.settled_at IS NULL OR row.due_at IS NOT NULL) AND ${isTheirAttempt}`;

const theirChains = `
  SELECT row.root_uid FROM booking.chains row
  WHERE row.company = $1::text AND (${isOf('uid', 'row.root_uid')} OR ${isOf('uid', 'row.current_uid')}
    OR ${isOf('call', "row.fact #>> '{call,retellCallId}'")})`;

/** The rest goes as a whole: it is a copy of what Cal.com or records has. */
const removals: Readonly<Record<string, string>> = {
  chain_uids: `DELETE FROM booking.chain_uids WHERE company = $1::text AND root_uid IN (${theirChains})`,
  chains: `DELETE FROM booking.chains WHERE company = $1::text AND root_uid IN (${theirChains})`,
  hints: `DELETE FROM booking.hints row WHERE row.company = $1::text
          AND (${isOf('uid', 'row.uid')} OR ${isOf('uid', 'row.previous_uid')})`,
  hint_findings: `DELETE FROM booking.hint_findings row WHERE row.company = $1::text AND ${isOf('uid', 'row.uid')}`,
};

/**
 * Erases what booking holds of somebody, but for attempts that are under way: an open one is left alone, and one that is
 * settled keeps what its bookings are found by until the clock is done with it.
 * @returns how many are under way
 */
export async function eraseRows(tx: Queries, { company, hashes }: PersonToErase, key: ErasureKey): Promise<number> {
  const parameters = [company, ...key.pads, hashes.map(({ kind, hash }) => `${kind} ${hash}`)];
  const [attempts] = (await tx.query(forgetWho, parameters)) as [{ id: string }[], number];
  await tx.query(`UPDATE booking.attempt_steps SET evidence = '{}' WHERE attempt_id = ANY ($1)`, [
    attempts.map(({ id }) => id),
  ]);
  const [{ count }] = (await tx.query(underWay, parameters)) as [{ count: number }];
  for (const removal of Object.values(removals)) await tx.query(removal, parameters);
  await tx.query(forgetWhich, parameters); // last: the rows are found by what this forgets
  return count;
}
