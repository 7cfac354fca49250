import type { DataSource } from 'typeorm';
import { type Act, writeAudit } from '../audit/audit';

/**
 * Does what is written down before (`begun`) and after, each time in a statement of its own: nothing is done unseen, whatever
 * fails on the way. One that has no end was interrupted, or has failed.
 * @param work throws when it was not done, or not as a whole
 * @param end what came of it; by default what was planned
 */
export async function audited<T>(
  database: DataSource,
  { result: plan = {}, ...act }: Act,
  work: () => Promise<T>,
  end: (done: T) => object = () => plan,
): Promise<T> {
  await writeAudit(database, { ...act, result: { begun: true, ...plan } });
  const done = await work();
  await writeAudit(database, { ...act, result: end(done) });
  return done;
}
