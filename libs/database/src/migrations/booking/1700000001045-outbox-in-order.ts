import type { MigrationInterface, QueryRunner } from 'typeorm';
import { readByDue, readInOrder } from '../common/outbox-in-order';

export class OutboxInOrder1700000001045 implements MigrationInterface {
  readonly transaction = false;

  up(db: QueryRunner): Promise<void> {
    return readInOrder(db, 'booking');
  }

  down(db: QueryRunner): Promise<void> {
    return readByDue(db, 'booking');
  }
}
