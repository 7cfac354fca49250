import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexOnline, dropIndexOnline } from '../common/online';

const settled = `state IN ('resolved', 'discarded', 'too_late')`;

const indexes: Readonly<Record<string, string>> = {
  dead_letters_by_change: 'ON ops.dead_letters (greatest(stored_at, state_since))',
  dead_letters_by_queue: 'ON ops.dead_letters (queue, state)',
  dead_letters_open: `ON ops.dead_letters (group_id, state_since) WHERE state = 'open'`,
  dead_letters_settled: `ON ops.dead_letters (state_since) WHERE ${settled}`,
  dead_letter_edits_by_time: 'ON ops.dead_letter_edits (edited_at)',
  // With each edit that is deleted the database looks for those that replace it.
  dead_letter_edits_replacing: 'ON ops.dead_letter_edits (replaces) WHERE replaces IS NOT NULL',
  dead_letter_deaths_by_arrival: 'ON ops.dead_letter_deaths (stored_at, group_id)',
  dead_letter_deaths_of_group: 'ON ops.dead_letter_deaths (group_id)',
};

/**
 * What is asked every few seconds of dead letters is read from indexes; a death tells when it was written down, which may be
 * long after it; and what is settled can be found when its time is over.
 */
export class LettersFoundAndForgotten1700000004050 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    // In two steps, so that the deaths there are do not look as if they had all come now.
    await db.query('ALTER TABLE ops.dead_letter_deaths ADD COLUMN IF NOT EXISTS stored_at timestamptz');
    await db.query('ALTER TABLE ops.dead_letter_deaths ALTER COLUMN stored_at SET DEFAULT now()');
    await db.query(
      `COMMENT ON COLUMN ops.dead_letter_deaths.stored_at IS 'when it was written down, which may be long after it; null: before this was noted'`,
    );
    for (const [name, definition] of Object.entries(indexes))
      await createIndexOnline(db, { schema: 'ops', name }, definition);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const name of Object.keys(indexes).toReversed()) await dropIndexOnline(db, `ops.${name}`);
    await db.query('ALTER TABLE ops.dead_letter_deaths DROP COLUMN IF EXISTS stored_at');
  }
}
