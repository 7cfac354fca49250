import { appointmentRowId, type BookingStatus, type CalendarNotified, type Event } from '@callbook/contracts';
import { ErasedPeople, inTransaction } from '@callbook/database';
import { counter } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { isOfErasedPerson } from '../privacy/erased-events.repository';
import { type Hint, statusesInOrder } from './hint';
import { type HintFinding, Hints } from './hints';

const findings = counter({
  name: 'callbook_hint_findings_total',
  help: 'Hints that were left to a person, by company and kind',
  labelNames: ['company', 'kind'],
});

interface HintRow {
  readonly company: string;
  readonly uid: string;
  readonly previous_uid: string | null;
  readonly trigger: string;
  readonly expected_status: BookingStatus | null;
  readonly must_look: boolean;
  readonly message_id: string;
  readonly looks: number;
  readonly failures: number;
}

const columns = [
  'company',
  'uid',
  'previous_uid',
  'trigger',
  'expected_status',
  'must_look',
  'message_id',
  'looks',
  'failures',
];

/** Hints in PostgreSQL: one row for each uid that is still to be looked at. */
export class PostgresHints extends Hints {
  private readonly logger = new Logger('Hints');

  constructor(
    private readonly dataSource: DataSource,
    private readonly erased: ErasedPeople = new ErasedPeople('booking', null),
  ) {
    super();
  }

  async add(event: Event<CalendarNotified>, dueAt: Date): Promise<void> {
    await inTransaction(this.dataSource, async (tx) => {
      if (!(await isOfErasedPerson(tx, this.erased, event))) await addHint(tx, event, dueAt);
    });
  }

  async takeDue({ now, until, limit }: { now: Date; until: Date; limit: number }): Promise<Hint[]> {
    const [rows] = (await this.dataSource.query(
      `UPDATE booking.hints AS hint SET due_at = $2
       FROM (SELECT company, uid FROM booking.hints WHERE due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
       WHERE hint.company = due.company AND hint.uid = due.uid
       RETURNING ${columns.map((column) => `hint.${column}`).join(', ')}`,
      [now, until, limit],
    )) as [HintRow[], number];
    return rows.map(toHint);
  }

  done(hint: Hint): Promise<void> {
    return forget(this.dataSource.manager, hint);
  }

  lookAgain(hint: Hint, dueAt: Date, failure?: string): Promise<void> {
    const [looks, failures] = failure === undefined ? [1, 0] : [0, 1];
    return this.putOff(hint, { dueAt, looks, failures, lastError: failure ?? null });
  }

  wait(hint: Hint, dueAt: Date): Promise<void> {
    return this.putOff(hint, { dueAt, looks: 0, failures: 0, lastError: null });
  }

  async report(hint: Hint, { kind, detail, at }: { kind: HintFinding; detail?: string; at: Date }): Promise<void> {
    const { company, uid, trigger, expectedStatus } = hint;
    await inTransaction(this.dataSource, async (tx) => {
      await tx.query(
        `INSERT INTO booking.hint_findings (company, uid, kind, trigger, expected_status, detail, hinted_at, found_at)
         SELECT company, uid, $3, $4, $5, $6, hinted_at, $7 FROM booking.hints WHERE company = $1 AND uid = $2
         ON CONFLICT (company, uid, kind) DO UPDATE
         SET trigger = excluded.trigger, expected_status = excluded.expected_status, detail = excluded.detail, found_at = excluded.found_at`,
        [company, uid, kind, trigger, expectedStatus, detail ?? null, at],
      );
      await forget(tx, hint);
    });
    findings.inc({ company, kind });
    // The uid stays out of the log: whoever has it can cancel the booking.
    this.logger.warn(
      `${company}: ${kind} after ${trigger}; a person should look at chain ${appointmentRowId(company, uid)}`,
    );
  }

  private async putOff(
    { company, uid, messageId }: Hint,
    { dueAt, looks, failures, lastError }: { dueAt: Date; looks: number; failures: number; lastError: string | null },
  ): Promise<void> {
    await this.dataSource.query(
      `UPDATE booking.hints SET due_at = $4, looks = looks + $5, failures = failures + $6, last_error = $7
       WHERE company = $1 AND uid = $2 AND message_id = $3`,
      [company, uid, messageId, dueAt, looks, failures, lastError],
    );
  }
}

async function addHint(
  tx: EntityManager,
  { id, company, data, time }: Event<CalendarNotified>,
  dueAt: Date,
): Promise<void> {
  const { uid, previousUid = null, trigger, expectedStatus = null, source } = data;
  const mustLook = source === 'list' || expectedStatus === null;
  await tx.query(
    `INSERT INTO booking.hints AS waiting
         (company, uid, previous_uid, trigger, expected_status, must_look, message_id, hinted_at, due_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (company, uid) DO UPDATE SET
         previous_uid = coalesce(excluded.previous_uid, waiting.previous_uid), trigger = excluded.trigger,
         expected_status = CASE
           WHEN waiting.expected_status IS NULL THEN excluded.expected_status
           WHEN array_position($10::text[], excluded.expected_status) > array_position($10, waiting.expected_status)
             THEN excluded.expected_status
           ELSE waiting.expected_status END,
         must_look = waiting.must_look OR excluded.must_look, message_id = excluded.message_id,
         looks = 0, failures = 0, due_at = least(waiting.due_at, excluded.due_at)`,
    [company, uid, previousUid, trigger, expectedStatus, mustLook, id, time, dueAt, [...statusesInOrder]],
  );
}

async function forget(tx: EntityManager, { company, uid, messageId }: Hint): Promise<void> {
  await tx.query('DELETE FROM booking.hints WHERE company = $1 AND uid = $2 AND message_id = $3', [
    company,
    uid,
    messageId,
  ]);
}

function toHint(row: HintRow): Hint {
  return {
    company: row.company,
    uid: row.uid,
    previousUid: row.previous_uid,
    trigger: row.trigger,
    expectedStatus: row.expected_status,
    mustLook: row.must_look,
    messageId: row.message_id,
    looks: row.looks,
    failures: row.failures,
  };
}
