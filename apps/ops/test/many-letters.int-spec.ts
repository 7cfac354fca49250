import { randomUUID } from 'node:crypto';
import { createDataSource, ErasedPeople, ErasureKey, migrate, roles } from '@callbook/database';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { RaiseAlerts } from '../src/alerts/raise-alerts';
import { keepLetters } from '../src/dead-letters/keep-letters';
import { readLetter } from '../src/dead-letters/read-letter';
import { ForgetLetters } from '../src/dead-letters/forget-letters.repository';
import { showLetter } from '../src/dead-letters/show-letter';
import { storedLetters } from '../src/dead-letters/stored-letters-gauge';
import { eraseLateLetters } from '../src/privacy/erase-letters.repository';
import { erasureKey } from './support/running-history';

const letters = 20_000;
const causes = 20;
const lettersOfCause = letters / causes;

describe('with many letters that are over, what is asked again and again reads little', () => {
  let database: TestDatabase;
  let session: DataSource;
  const groups = Array.from({ length: causes }, () => randomUUID());
  const one = randomUUID();

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    await database.query(
      `INSERT INTO ops.dead_letter_groups (id, queue, code, error, first_seen, last_seen)
       SELECT id, 'records.booking-created', 'code', 'error', now() - interval '9 days', now() - interval '9 days' FROM unnest($1::uuid[]) AS id`,
      [groups],
    );
    await database.query(
      `INSERT INTO ops.dead_letters (id, message_id, group_id, queue, code, error, dead_at, properties, headers, body, state, state_since, stored_at)
       SELECT CASE n WHEN 1 THEN $3 ELSE gen_random_uuid() END, 'message ' || n, ($1::uuid[])[1 + n % $4::int], 'records.booking-created', 'code', 'error', now() - interval '9 days', '{}', '{}', convert_to(repeat('x', 500), 'UTF8'),
         CASE WHEN n <= 10 THEN 'open' ELSE 'resolved' END, now() - interval '9 days', now() - interval '9 days'
       FROM generate_series(1, $2::int) AS n`,
      [groups, letters, one, causes],
    );
    await database.query(
      `INSERT INTO ops.dead_letter_deaths (id, dead_letter_id, group_id, code, dead_at, stored_at)
       SELECT id, id, group_id, code, dead_at, stored_at FROM ops.dead_letters`,
    );
    await database.query(
      `INSERT INTO ops.dead_letter_edits (id, dead_letter_id, body, diff, why, edited_by, edited_at)
       SELECT id, id, 'x', 'x', 'x', 'x', now() - interval '9 days' FROM ops.dead_letters`,
    );
    for (const table of ['dead_letters', 'dead_letter_deaths', 'dead_letter_groups', 'dead_letter_edits'])
      await database.query(`VACUUM (ANALYZE) ops.${table}`);
    await settled();
    // One connection: what it has read is known as soon as it tells.
    session = await createDataSource({
      url: database.urlFor('callbook_ops'),
      applicationName: 'spec',
      poolSize: 1,
    }).initialize();
  }, 60_000);
  afterAll(async () => {
    await session.destroy();
    await database.close();
  });

  /** What the spec itself has read is counted before what it measures, not some seconds later. */
  const settled = () => database.query('SELECT pg_stat_force_next_flush()');

  /** Rows, and entries of indexes, that were read so far; and how often a table was read whole. */
  async function reads(): Promise<{ rows: number; whole: number }> {
    await session.query('SELECT pg_stat_force_next_flush()');
    const [{ rows, whole }] = (await session.query(
      `SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE schemaname = 'ops' AND relname ~ '^dead_letter')
         + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE schemaname = 'ops' AND relname ~ '^dead_letter') AS rows,
         (SELECT sum(seq_scan) FROM pg_stat_user_tables WHERE relname IN ('dead_letters', 'dead_letter_deaths', 'dead_letter_edits')) AS whole`,
    )) as [{ rows: string; whole: string }];
    return { rows: Number(rows), whole: Number(whole) };
  }

  it.each<[string, number, () => Promise<unknown>]>([
    ['letters that came after their person was erased', 100, () => late()],
    ['what people have to be told', 1_000, () => new RaiseAlerts(session).execute()],
    ['all of one letter', 2 * lettersOfCause, () => showLetter(session, one)],
    ['what is to be forgotten', 1_000, () => new ForgetLetters(session, 90).execute()],
    ['how many there are in which state, which counts entries of an index', letters, () => storedLetters(session)],
    ['what a letter that dies may be another death of', 100, () => keepLetters(session, [another])],
  ])('%s', async (_, most, ask) => {
    const before = await reads();
    await ask();
    const after = await reads();
    expect(after.rows - before.rows).toBeLessThanOrEqual(most);
    expect(after.whole).toBe(before.whole);
  });

  const another = readLetter({
    queue: 'records.booking-created',
    content: Buffer.from('x'),
    properties: { messageId: randomUUID() },
    headers: {},
  });

  it('what goes with letters that were edited', async () => {
    await database.query(
      `UPDATE ops.dead_letters SET state_since = now() - interval '91 days' WHERE id IN (
         SELECT id FROM ops.dead_letters WHERE state = 'resolved' LIMIT 200)`,
    );
    await settled();
    const over = `SELECT FROM ops.dead_letters WHERE state = 'resolved' AND state_since < now() - interval '90 days'`;
    expect(await session.query(over)).toHaveLength(200);
    const before = await reads();
    await new ForgetLetters(session, 90).execute();
    const after = await reads();
    expect(after.rows - before.rows).toBeLessThanOrEqual(10_000);
    expect(after.whole).toBe(before.whole);
    expect(await session.query(over)).toEqual([]);
  });

  const late = () =>
    eraseLateLetters(session, new ErasedPeople('ops', new ErasureKey(erasureKey)), new Date(Date.now() - 3_600_000));
});
