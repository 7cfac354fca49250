import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexOnline, dropIndexOnline } from '../common/online';

const index = { schema: 'records', name: 'calls_without_start' };

/** Retention looks for calls of which no begin is known in every pass: few among millions. */
export class CallsWithoutStart1700000003060 implements MigrationInterface {
  readonly transaction = false;

  async up(db: QueryRunner): Promise<void> {
    await createIndexOnline(
      db,
      index,
      'ON records.calls (company, (coalesce(ended_at, created_at))) WHERE started_at IS NULL',
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await dropIndexOnline(db, 'records.calls_without_start');
  }
}
