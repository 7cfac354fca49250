import type { Operation, RefusalReason, UnresolvedReason } from '@callbook/contracts';
import type { EntityManager } from 'typeorm';
import type { Attempt, AttemptState, Progress } from './attempt';
import type { AttemptChange } from './attempt-changes';
import { AttemptMoved, type Evidence } from './attempts';

/** A row of `booking.attempts` as the driver gives it. */
interface AttemptRow {
  readonly id: string;
  readonly request_key: string;
  readonly round: number;
  readonly company: string;
  readonly operation: Operation;
  readonly state: AttemptState;
  readonly version: number;
  readonly progress: Progress;
  readonly last_post_at: Date | null;
  readonly lease_until: Date | null;
  readonly due_at: Date | null;
  readonly withdrawn_at: Date | null;
  readonly said_at: Date;
  readonly answer_by: Date;
  readonly provider_text: string | null;
  readonly calcom_uid: string | null;
  readonly settled_at: Date | null;
  readonly reason: RefusalReason | UnresolvedReason | null;
  readonly ended_at: Date | null;
  readonly created_at: Date;
  readonly request: Attempt['request'];
}

const columns = `attempt.id, request_key, round, company, operation, state, version, progress, last_post_at, lease_until,
  attempt.due_at, withdrawn_at, said_at, answer_by, provider_text, calcom_uid, settled_at, reason, ended_at, created_at, request`;

function toAttempt(row: AttemptRow): Attempt {
  return {
    id: row.id,
    requestKey: row.request_key,
    round: row.round,
    company: row.company,
    operation: row.operation,
    state: row.state,
    version: row.version,
    progress: row.progress,
    lastPostAt: row.last_post_at,
    leaseUntil: row.lease_until,
    dueAt: row.due_at,
    withdrawnAt: row.withdrawn_at,
    saidAt: row.said_at,
    answerBy: row.answer_by,
    providerText: row.provider_text,
    bookedUid: row.calcom_uid,
    settledAt: row.settled_at,
    reason: row.reason,
    endedAt: row.ended_at,
    createdAt: row.created_at,
    request: row.request,
  } as Attempt;
}

/** @param rest of the statement, from WHERE on */
export async function selectAttempts(tx: EntityManager, rest: string, parameters: unknown[]): Promise<Attempt[]> {
  const rows = (await tx.query(
    `SELECT ${columns} FROM booking.attempts AS attempt ${rest}`,
    parameters,
  )) as AttemptRow[];
  return rows.map(toAttempt);
}

export async function insertAttempt(tx: EntityManager, attempt: Attempt, evidence: Evidence): Promise<void> {
  const { request } = attempt;
  const serviceId = 'service' in request ? request.service.id : (request.target?.service?.id ?? null);
  await tx.query(
    `INSERT INTO booking.attempts (id, request_key, round, company, retell_call_id, operation, service_id, start_at, request,
       state, version, progress, due_at, answer_by, created_at, said_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      attempt.id,
      attempt.requestKey,
      attempt.round,
      attempt.company,
      request.call.retellCallId,
      attempt.operation,
      serviceId,
      request.start,
      request,
      attempt.state,
      attempt.version,
      attempt.progress,
      attempt.dueAt,
      attempt.answerBy,
      attempt.createdAt,
      attempt.saidAt,
    ],
  );
  const { id, version, createdAt: at, state: to } = attempt;
  await recordStep(tx, { attemptId: id, version, at, from: null, to, evidence });
}

/**
 * One step: written only over the version the attempt has, together with its evidence.
 * @throws AttemptMoved
 */
export async function writeAttempt<A extends Attempt>(
  tx: EntityManager,
  attempt: A,
  change: AttemptChange,
  { now, evidence }: { readonly now: Date; readonly evidence: Evidence },
): Promise<A> {
  const written = { ...attempt, ...change, version: attempt.version + 1 };
  const [rows] = (await tx.query(
    `UPDATE booking.attempts SET version = $3, state = $4, progress = $5, last_post_at = $6, lease_until = $7, due_at = $8,
       withdrawn_at = $9, answer_by = $10, provider_text = $11, calcom_uid = $12, request = $13,
       settled_at = $14, reason = $15, said_at = $16
     WHERE id = $1 AND version = $2 RETURNING id`,
    [
      attempt.id,
      attempt.version,
      written.version,
      written.state,
      written.progress,
      written.lastPostAt,
      written.leaseUntil,
      written.dueAt,
      written.withdrawnAt,
      written.answerBy,
      written.providerText,
      written.bookedUid,
      written.request,
      written.settledAt,
      written.reason,
      written.saidAt,
    ],
  )) as [unknown[], number];
  if (rows.length === 0) throw new AttemptMoved(attempt.id);
  const { id: attemptId, version, state: to } = written;
  await recordStep(tx, { attemptId, version, at: now, from: attempt.state, to, evidence });
  return written;
}

/** Oldest first; each is moved ahead to `until`. Rows that somebody else takes at this moment are left to them. */
export async function takeDueAttempts(
  tx: EntityManager,
  { now, until, limit }: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<Attempt[]> {
  const [rows] = (await tx.query(
    `UPDATE booking.attempts AS attempt SET due_at = $2
     FROM (SELECT id, due_at FROM booking.attempts WHERE due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
     WHERE attempt.id = due.id RETURNING ${columns}, due.due_at AS was_due`,
    [now, until, limit],
  )) as [(AttemptRow & { readonly was_due: Date })[], number];
  return rows.sort((a, b) => a.was_due.getTime() - b.was_due.getTime()).map(toAttempt);
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
