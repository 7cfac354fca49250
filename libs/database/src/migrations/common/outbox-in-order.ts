import type { QueryRunner } from 'typeorm';
import { createIndexOnline, dropIndexOnline } from './online';

const inOrder = 'outbox_in_order';
const due = 'outbox_due';

/** What is to be sent is read in its order, however many have been sent; not by when it is due, which is now for nearly all. */
export async function readInOrder(db: QueryRunner, schema: string): Promise<void> {
  await createIndexOnline(db, { schema, name: inOrder }, `ON ${schema}.outbox (seq) WHERE sent_at IS NULL`);
  await dropIndexOnline(db, `${schema}.${due}`);
}

export async function readByDue(db: QueryRunner, schema: string): Promise<void> {
  await createIndexOnline(db, { schema, name: due }, `ON ${schema}.outbox (next_try_at, seq) WHERE sent_at IS NULL`);
  await dropIndexOnline(db, `${schema}.${inOrder}`);
}
