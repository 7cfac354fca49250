import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropErasedTables, erasedTables } from '../common/erased';

/** Who was erased. */
export class Erased1700000001040 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(erasedTables('booking'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(dropErasedTables('booking'));
  }
}
