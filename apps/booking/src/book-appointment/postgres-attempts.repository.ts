import { type BookingRequested, type Event, requestId } from '@callbook/contracts';
import { inTransaction } from '@callbook/database';
import type { Outbox } from '@callbook/outbox';
import { isUUID as isUuid } from 'class-validator';
import type { DataSource, EntityManager } from 'typeorm';
import { lockChain, storeChain } from '../chains/chain-rows.repository';
import type { ChainReading } from '../chains/chains';
import type { Clock } from '../clock/clock';
import { attemptColumns, type AttemptRow, recordStep, toAttempt } from './attempt-rows.repository';
import { AttemptMoved, Attempts, type Evidence } from './attempts';
import { type AttemptState, type BookingAttempt, isClosed, settledState, type Settlement } from './booking-attempt';
import { outcomeEvent } from './outcome-event';

/** What a move writes beside state and version; a column that is not named keeps its value. */
interface Change {
  readonly state: AttemptState;
  readonly posted?: boolean;
  readonly event_type_id?: number;
  readonly lease_until: Date | null;
  readonly provider_text?: string | null;
  readonly reason?: string;
  readonly calcom_uid?: string;
}

/** Attempts in PostgreSQL: one lock per call while it is decided, compare-and-set for every move. */
export class PostgresAttempts extends Attempts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {
    super();
  }

  async openRound(event: Event<BookingRequested>): Promise<BookingAttempt> {
    const { id: functionCallId, company, data } = event;
    return inTransaction(this.dataSource, async (tx) => {
      await lockCall(tx, company, data.call.retellCallId);
      const known = await this.one(
        tx,
        `WHERE id = (SELECT attempt_id FROM booking.attempt_function_calls WHERE function_call_id = $1)`,
        [functionCallId],
      );
      if (known) return toAttempt(known);

      const latest = await this.one(tx, 'WHERE request_key = $1 ORDER BY round DESC LIMIT 1', [data.requestKey]);
      const open = latest && !isClosed({ state: latest.state, endedAt: latest.ended_at });
      const row = open ? latest : await this.insert(tx, event, (latest?.round ?? 0) + 1);
      await tx.query(
        'INSERT INTO booking.attempt_function_calls (function_call_id, attempt_id, joined_at) VALUES ($1, $2, $3)',
        [functionCallId, row.id, this.clock.now()],
      );
      return toAttempt(row);
    });
  }

  async byId(company: string, attemptId: string): Promise<BookingAttempt | undefined> {
    if (!isUuid(attemptId)) return undefined; // anybody can write anything into metadata
    const row = await this.one(this.dataSource.manager, 'WHERE company = $1 AND id = $2', [company, attemptId]);
    return row && toAttempt(row);
  }

  async posting(attempt: BookingAttempt, post: { eventTypeId: number; leaseUntil: Date }): Promise<BookingAttempt> {
    const change: Change = {
      state: 'posting',
      posted: true,
      event_type_id: post.eventTypeId,
      lease_until: post.leaseUntil,
    };
    return inTransaction(this.dataSource, (tx) => this.move(tx, attempt, change, { eventTypeId: post.eventTypeId }));
  }

  async notTaken(attempt: BookingAttempt, evidence: Evidence): Promise<BookingAttempt> {
    return inTransaction(this.dataSource, (tx) =>
      this.move(tx, attempt, { state: 'requested', lease_until: null }, evidence),
    );
  }

  async unclear(
    attempt: BookingAttempt,
    evidence: Evidence & { readonly providerText: string },
  ): Promise<BookingAttempt> {
    const change: Change = { state: 'unknown', lease_until: null, provider_text: evidence.providerText };
    return inTransaction(this.dataSource, (tx) => this.move(tx, attempt, change, evidence));
  }

  async settle(attempt: BookingAttempt, settlement: Settlement): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      // With the call locked, a function call joins either before this outcome, and is named in it, or after it.
      await lockCall(tx, attempt.company, attempt.request.call.retellCallId);
      const settled = await this.move(tx, attempt, settlementChange(settlement), evidenceOf(settlement));
      const functionCallIds = await functionCallsOf(tx, attempt.id);
      const now = this.clock.now();
      const revision = settlement.kind === 'booked' ? await store(tx, attempt.company, settlement.reading, now) : 0;
      await this.outbox.add(tx, outcomeEvent(settled, settlement, { functionCallIds, revision, now }));
    });
  }

  private async insert(
    tx: EntityManager,
    { company, data }: Event<BookingRequested>,
    round: number,
  ): Promise<AttemptRow> {
    const now = this.clock.now();
    const [row] = (await tx.query(
      `INSERT INTO booking.attempts (id, request_key, round, company, retell_call_id, operation, service_id, start_at, request, state, created_at)
       VALUES ($1, $2, $3, $4, $5, 'book', $6, $7, $8, 'requested', $9) RETURNING ${attemptColumns}`,
      [
        requestId(data.requestKey, round),
        data.requestKey,
        round,
        company,
        data.call.retellCallId,
        data.service.id,
        data.start,
        data,
        now,
      ],
    )) as [AttemptRow];
    await recordStep(tx, { attemptId: row.id, version: 1, at: now, from: null, to: 'requested', evidence: {} });
    return row;
  }

  private async move(
    tx: EntityManager,
    attempt: BookingAttempt,
    change: Change,
    evidence: Evidence,
  ): Promise<BookingAttempt> {
    const now = this.clock.now();
    const [[row]] = (await tx.query(
      `UPDATE booking.attempts SET version = version + 1, state = $3,
         posts = posts + CASE WHEN $4 THEN 1 ELSE 0 END,
         last_post_at = CASE WHEN $4 THEN $5 ELSE last_post_at END,
         settled_at = CASE WHEN $6 THEN $5 END,
         event_type_id = coalesce($7, event_type_id), lease_until = $8,
         provider_text = coalesce($9, provider_text), reason = $10, calcom_uid = coalesce($11, calcom_uid)
       WHERE id = $1 AND version = $2 RETURNING ${attemptColumns}`,
      [
        attempt.id,
        attempt.version,
        change.state,
        change.posted ?? false,
        now,
        change.reason !== undefined || change.calcom_uid !== undefined,
        change.event_type_id ?? null,
        change.lease_until,
        change.provider_text ?? null,
        change.reason ?? null,
        change.calcom_uid ?? null,
      ],
    )) as [[AttemptRow?], number];
    if (!row) throw new AttemptMoved(attempt.id);
    await recordStep(tx, {
      attemptId: row.id,
      version: row.version,
      at: now,
      from: attempt.state,
      to: row.state,
      evidence,
    });
    return toAttempt(row);
  }

  private async one(tx: EntityManager, where: string, parameters: unknown[]): Promise<AttemptRow | undefined> {
    const rows = (await tx.query(
      `SELECT ${attemptColumns} FROM booking.attempts ${where}`,
      parameters,
    )) as AttemptRow[];
    return rows[0];
  }
}

/** Until the transaction ends, nobody else decides anything about this call. */
async function lockCall(tx: EntityManager, company: string, retellCallId: string): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${company}/${retellCallId}`]);
}

async function functionCallsOf(tx: EntityManager, attemptId: string): Promise<string[]> {
  const rows = (await tx.query(
    'SELECT function_call_id FROM booking.attempt_function_calls WHERE attempt_id = $1 ORDER BY joined_at, function_call_id',
    [attemptId],
  )) as { function_call_id: string }[];
  return rows.map(({ function_call_id }) => function_call_id);
}

/** An outcome is always news: nothing is published about a chain before the attempt that booked it is settled. */
async function store(tx: EntityManager, company: string, reading: ChainReading, now: Date): Promise<number> {
  const stored = await lockChain(tx, company, reading.fact.rootUid);
  return storeChain(tx, company, reading, { stored, now });
}

function settlementChange(settlement: Settlement): Change {
  const state = settledState(settlement);
  if (settlement.kind === 'booked') return { state, lease_until: null, calcom_uid: settlement.reading.fact.calcomUid };
  return { state, lease_until: null, reason: settlement.reason, provider_text: settlement.providerText };
}

function evidenceOf(settlement: Settlement): Evidence {
  if (settlement.kind === 'booked')
    return { uid: settlement.reading.fact.calcomUid, hostReadFrom: settlement.reading.fact.hostReadFrom };
  return { reason: settlement.reason, providerText: settlement.providerText };
}
