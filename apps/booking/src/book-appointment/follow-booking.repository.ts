import type { BookingStatus } from '@callbook/contracts';
import type { EntityManager } from 'typeorm';
import { recordStep } from './attempt-rows.repository';
import type { AttemptState } from './booking-attempt';

/** Nobody settles or follows the attempt until the transaction ends. */
export async function lockAttempt(tx: EntityManager, attemptId: string): Promise<void> {
  await tx.query('SELECT 1 FROM booking.attempts WHERE id = $1 FOR UPDATE', [attemptId]);
}

/**
 * What later became of the booking, for the round that made it: confirmed by the salon, or ended, which closes the round,
 * so that the same request can be made anew.
 */
export async function followBooking(
  tx: EntityManager,
  { attemptId, status, now }: { readonly attemptId: string; readonly status: BookingStatus; readonly now: Date },
): Promise<void> {
  const ended = status === 'cancelled' || status === 'rejected';
  const [[row]] = (await tx.query(
    ended
      ? `UPDATE booking.attempts SET version = version + 1, ended_at = $2
         WHERE id = $1 AND ended_at IS NULL AND state IN ('booked', 'awaiting_confirmation') RETURNING version, state`
      : `UPDATE booking.attempts SET version = version + 1, state = 'booked', settled_at = $2
         WHERE id = $1 AND state = 'awaiting_confirmation' AND $3 = 'accepted' RETURNING version, 'awaiting_confirmation' AS state`,
    ended ? [attemptId, now] : [attemptId, now, status],
  )) as [[{ version: number; state: AttemptState }?], number];
  if (!row) return;
  const { version, state: from } = row;
  await recordStep(tx, { attemptId, version, at: now, from, to: ended ? from : 'booked', evidence: { status } });
}
