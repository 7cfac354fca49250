import type { BookingStatus } from '@callbook/contracts';
import type { EntityManager } from 'typeorm';
import { recordStep } from './attempt-rows.repository';
import type { AttemptState } from './attempt';

/** Nobody settles or follows these attempts until the transaction ends. In one order, so that nobody waits in a circle. */
export async function lockAttempts(tx: EntityManager, attemptIds: readonly string[]): Promise<void> {
  await tx.query('SELECT 1 FROM booking.attempts WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [attemptIds]);
}

/** A chain as it is now, and the round that booked it. */
export interface Followed {
  readonly company: string;
  readonly rootUid: string;
  /** Null when no round did. */
  readonly requestId: string | null;
  readonly status: BookingStatus;
  readonly now: Date;
}

/** As an array: by a subquery beside an OR, all of the company that were told so would be looked through. */
const toldOfIt = `ARRAY(
  SELECT told.id FROM booking.chain_uids AS one JOIN booking.attempts AS told ON told.company = one.company AND told.calcom_uid = one.uid
  WHERE one.company = $3 AND one.root_uid = $4 AND told.state = 'already_booked')`;

/**
 * What later became of the booking, for the round that made it: confirmed by the salon, or ended. An end closes that round,
 * and those that were answered with the booking because it was there, so that the same request can be made anew. When
 * they are looked at again stays as it was: a POST may still book.
 */
export async function followBooking(
  tx: EntityManager,
  { company, rootUid, requestId, status, now }: Followed,
): Promise<void> {
  const ended = status === 'cancelled' || status === 'rejected';
  const [rows] = (await tx.query(
    ended
      ? `UPDATE booking.attempts SET version = version + 1, ended_at = $1
         WHERE ended_at IS NULL AND (
           (id = $2 AND state IN ('booked', 'awaiting_confirmation')) OR (id = ANY (${toldOfIt}) AND state = 'already_booked'))
         RETURNING id, version, state`
      : `UPDATE booking.attempts SET version = version + 1, state = 'booked', settled_at = $1
         WHERE id = $2 AND state = 'awaiting_confirmation' AND $3 = 'accepted'
         RETURNING id, version, 'awaiting_confirmation' AS state`,
    ended ? [now, requestId, company, rootUid] : [now, requestId, status],
  )) as [{ id: string; version: number; state: AttemptState }[], number];
  for (const { id: attemptId, version, state: from } of rows) {
    await recordStep(tx, { attemptId, version, at: now, from, to: ended ? from : 'booked', evidence: { status } });
  }
}
