import type { BookingRequested } from '@callbook/contracts';
import type { EntityManager } from 'typeorm';
import type { Evidence } from './attempts';
import type { AttemptState, BookingAttempt } from './booking-attempt';

/** A row of `booking.attempts` as the driver gives it. */
export interface AttemptRow {
  readonly id: string;
  readonly request_key: string;
  readonly round: number;
  readonly company: string;
  readonly state: AttemptState;
  readonly version: number;
  readonly event_type_id: number | null;
  readonly last_post_at: Date | null;
  readonly lease_until: Date | null;
  readonly provider_text: string | null;
  readonly calcom_uid: string | null;
  readonly ended_at: Date | null;
  readonly request: BookingRequested;
}

export const attemptColumns =
  'id, request_key, round, company, state, version, event_type_id, last_post_at, lease_until, provider_text, calcom_uid, ended_at, request';

export function toAttempt(row: AttemptRow): BookingAttempt {
  return {
    id: row.id,
    requestKey: row.request_key,
    round: row.round,
    company: row.company,
    state: row.state,
    version: row.version,
    eventTypeId: row.event_type_id,
    lastPostAt: row.last_post_at,
    leaseUntil: row.lease_until,
    providerText: row.provider_text,
    bookedUid: row.calcom_uid,
    request: row.request,
  };
}

export interface Step {
  readonly attemptId: string;
  readonly version: number;
  readonly at: Date;
  readonly from: AttemptState | null;
  readonly to: AttemptState;
  readonly evidence: Evidence;
}

export async function recordStep(
  tx: EntityManager,
  { attemptId, version, at, from, to, evidence }: Step,
): Promise<void> {
  await tx.query(
    'INSERT INTO booking.attempt_steps (attempt_id, version, at, from_state, to_state, evidence) VALUES ($1, $2, $3, $4, $5, $6)',
    [attemptId, version, at, from, to, evidence],
  );
}
