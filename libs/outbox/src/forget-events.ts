import { type ErasedKind, type ErasureKey, hashSql } from '@callbook/database';
import type { DataSource } from 'typeorm';

/** Whose events are to be forgotten: by hash what identifies a person outside, by row id what does inside. */
export interface ForgottenPerson {
  readonly company: string;
  readonly hashes: readonly { readonly kind: ErasedKind; readonly hash: string }[];
  readonly callIds: readonly string[];
  readonly appointmentIds: readonly string[];
}

/** Where events carry what a hash was made of. */
const places: Partial<Record<ErasedKind, readonly string[]>> = {
  call: [
    "event ->> 'correlationid'",
    "event #>> '{data,retellCallId}'",
    "event #>> '{data,call,retellCallId}'",
    "event #>> '{data,changedBy,call,retellCallId}'",
  ],
  uid: [
    "event #>> '{data,rootUid}'",
    "event #>> '{data,calcomUid}'",
    "event #>> '{data,uid}'",
    "event #>> '{data,previousUid}'",
    "event #>> '{data,target,rootUid}'",
  ],
  customer: ["event #>> '{data,customerId}'", "event #>> '{data,intoId}'", "event #>> '{data,previousIntoId}'"],
};

const rowIds: Readonly<Record<'$4' | '$5', readonly string[]>> = {
  $4: ["event #>> '{data,callId}'"],
  $5: ["event #>> '{data,appointmentId}'", "event #>> '{data,appointment,appointmentId}'"],
};

/** Parameters of `isAboutPerson`, $1 to $6. */
export function personParameters(
  { company, hashes, callIds, appointmentIds }: ForgottenPerson,
  key: ErasureKey,
): unknown[] {
  return [company, ...key.pads, callIds, appointmentIds, hashes.map(({ kind, hash }) => `${kind} ${hash}`)];
}

/** SQL: whether the event in the column `event` is about them. Not the event that says so. */
export const isAboutPerson = ((): string => {
  const byHash = Object.entries(places).flatMap(([kind, paths]) =>
    paths.map((path) => `'${kind} ' || ${hashSql(kind as ErasedKind, path, ['$1', '$2', '$3'])} = ANY ($6::text[])`),
  );
  const byRowId = Object.entries(rowIds).flatMap(([ids, paths]) =>
    paths.map((path) => `${path} = ANY (${ids}::text[])`),
  );
  return `event ->> 'company' = $1::text AND event ->> 'type' <> 'customer.erased.v1'
      AND (${[...byRowId, ...byHash].join('\n OR ')})`;
})();

/**
 * Removes every stored event about somebody, sent or not: whoever has not been sent it yet need not know any more. Looks
 * through the outbox in slices, each with locks of its own. Safe to run again.
 * @returns how many
 */
export async function forgetEvents(
  dataSource: DataSource,
  schema: string,
  person: ForgottenPerson,
  key: ErasureKey,
  sliceSize = 5_000,
): Promise<number> {
  const [{ last, first }] = (await dataSource.query(
    `SELECT coalesce(max(seq), 0)::bigint AS last, coalesce(min(seq), 1)::bigint AS first FROM ${schema}.outbox`,
  )) as [{ last: string; first: string }];
  const statement = `DELETE FROM ${schema}.outbox WHERE seq >= $7 AND seq < $8 AND ${isAboutPerson}`;
  let removed = 0;
  for (let from = Number(first); from <= Number(last); from += sliceSize) {
    const parameters = [...personParameters(person, key), from, from + sliceSize];
    const [, rows] = (await dataSource.query(statement, parameters)) as [unknown, number];
    removed += rows;
  }
  return removed;
}
