import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readByDue, readInOrder } from '../common/outbox-in-order';

export class OutboxInOrder1700000003046 implements MigrationInterface {
  readonly transaction = false;

  up(db: QueryRunner): Promise<void> {
    return readInOrder(db, 'records');
  }

  down(db: QueryRunner): Promise<void> {
    return readByDue(db, 'records');
  }
}
