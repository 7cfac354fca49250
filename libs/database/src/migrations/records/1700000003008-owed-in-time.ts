import type { MigrationInterface, QueryRunner } from 'typeorm';
import { addConstraintOnline, createIndexOnline, dropIndexOnline, inParts } from '../common/online';
import { ownRows, owedAnswersView, withSilentRequests } from './1700000003007-owed-answers';

/** What is owed only because time has passed has rows like everything else that is owed, and a call says when to look at it again. */
export class OwedInTime1700000003008 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE records.calls ADD COLUMN IF NOT EXISTS owed_due_at timestamptz;
      ALTER TABLE records.calls ALTER COLUMN owed_due_at SET DEFAULT now();
      COMMENT ON COLUMN records.calls.owed_due_at IS
        'when what the caller is owed depends on the clock next; null: not before something is heard. A call that is written by somebody who does not know of it is looked at';
      ALTER TABLE records.owed_answers DROP CONSTRAINT IF EXISTS without_request_only_settled;
      COMMENT ON COLUMN records.owed_answers.request_id IS 'null when nothing was ever heard of the request';
      COMMENT ON COLUMN records.owed_answers.said_at IS
        'since when the caller was left with "not confirmed yet"; without any answer, since the decision';
    `);
    const due = { schema: 'records', name: 'calls_owed_due' };
    await createIndexOnline(db, due, 'ON records.calls (owed_due_at) WHERE owed_due_at IS NOT NULL');
    await inParts(db, lookAgain);
    await db.query(`
      CREATE OR REPLACE VIEW records.owed_answers_view AS ${owedAnswersView(ownRows)};
      COMMENT ON VIEW records.owed_answers_view IS 'whom to ring and what to tell';
    `);
    await dropIndexOnline(db, 'records.function_answers_pending');
  }

  async down(db: QueryRunner): Promise<void> {
    const pending = { schema: 'records', name: 'function_answers_pending' };
    const whichPending = `WHERE status = 'pending' AND request_key IS NOT NULL`;
    await createIndexOnline(db, pending, `ON records.function_answers (answered_at) ${whichPending}`);
    await db.query(`CREATE OR REPLACE VIEW records.owed_answers_view AS ${owedAnswersView(withSilentRequests)}`);
    await db.query('DELETE FROM records.owed_answers WHERE request_id IS NULL AND settled_at IS NULL');
    const settled = { table: 'records.owed_answers', name: 'without_request_only_settled' };
    await addConstraintOnline(db, settled, 'CHECK (request_id IS NOT NULL OR settled_at IS NOT NULL)');
    await dropIndexOnline(db, 'records.calls_owed_due');
    await db.query('ALTER TABLE records.calls DROP COLUMN IF EXISTS owed_due_at');
  }
}

/**
 * Calls whose callers may be owed something that has no row yet: those told "not confirmed yet" of which nothing was heard,
 * those whose outcome of the last month nobody told, and those that an app of before may still write.
 */
const lookAgain = `
  UPDATE records.calls SET owed_due_at = now() WHERE id IN (
    SELECT id FROM records.calls call
    WHERE owed_due_at IS NULL AND (
      created_at > now() - interval '1 day'
      OR EXISTS (
        SELECT FROM records.function_answers told
        WHERE told.call_id = call.id AND told.status = 'pending' AND told.request_key IS NOT NULL
          AND NOT EXISTS (
            SELECT FROM records.booking_outcomes known
            WHERE known.call_id = call.id AND told.function_call_id = ANY (known.function_call_ids)))
      OR EXISTS (
        SELECT FROM records.booking_outcomes known
        WHERE known.call_id = call.id AND known.decided_at > now() - interval '30 days' AND NOT EXISTS (
            SELECT FROM records.function_answers told
            WHERE told.call_id = call.id AND told.function_call_id = ANY (known.function_call_ids))))
    LIMIT 5000)
  RETURNING id`;
