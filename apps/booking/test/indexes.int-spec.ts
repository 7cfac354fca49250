import { derivedId, sampleCompany } from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { scansIn, statementsOf, testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { takeDueAttempts } from '../src/attempts/attempt-rows.repository';
import { PostgresAttempts } from '../src/attempts/postgres-attempts.repository';
import { PostgresChains } from '../src/chains/chains.repository';
import { beginWithinMs, StandingClock } from './attempts.conformance';
import { cancelCall, functionCall, functionCallFor, later } from './conformance/function-calls';
import { Desk, reading } from './conformance/under-test';

const rows = 20_000;
const large = ['attempts', 'attempt_function_calls', 'chains', 'chain_uids'];

describe('among many attempts and bookings', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let desk: Desk;
  const query = (sql: string, values: unknown[] = []) => database.query<Record<string, unknown>>(sql, values);

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_booking');
    const clock = new StandingClock();
    const attempts = new PostgresAttempts(dataSource, new Outbox('booking'), clock, beginWithinMs);
    const chains = new PostgresChains(dataSource, new Outbox('booking'), clock);
    desk = new Desk({ attempts, chains, published: () => Promise.resolve([]) }, clock);
    await desk.bring(await desk.open(functionCall()), 'booked');
    const copies = {
      attempts: `'id', md5('attempt' || n), 'request_key', md5('key' || n), 'seq', 1000 + n, 'calcom_uid', 'uid' || n, 'retell_call_id', 'call' || n`,
      attempt_function_calls: `'function_call_id', md5('call' || n), 'attempt_id', md5('attempt' || n)`,
      chains: `'root_uid', 'uid' || n, 'current_uid', 'uid' || n`,
      chain_uids: `'uid', 'uid' || n, 'root_uid', 'uid' || n`,
    };
    for (const [table, different] of Object.entries(copies))
      await query(
        `INSERT INTO booking.${table} OVERRIDING SYSTEM VALUE
         SELECT copy.* FROM (SELECT * FROM booking.${table} LIMIT 1) AS one, generate_series(1, ${rows}) AS n,
           jsonb_populate_record(NULL::booking.${table}, to_jsonb(one) || jsonb_build_object(${different})) AS copy`,
      );
    await query(`ANALYZE ${large.map((table) => `booking.${table}`).join(', ')}`);
  });
  afterAll(() => database?.close());

  it.each<[string, () => Promise<unknown>]>([
    [
      'a booking that is in doubt for a while',
      async () => {
        const attempt = await desk.open(functionCallFor('Eva Lang', { start: later }));
        await desk.settleBooked(await desk.doubt(await desk.post(attempt)), { calcomUid: 'evas', rootUid: 'evas' });
      },
    ],
    ['a cancellation', async () => desk.bring(await desk.open(cancelCall()), 'changed')],
    [
      'what the calendar shows to have ended',
      () => desk.under.chains.take(sampleCompany, reading({ status: 'cancelled' }, 60), derivedId('spec', 'end')),
    ],
    ['what is due', () => takeDueAttempts(dataSource.manager, { now: new Date(), until: new Date(), limit: 10 })],
  ])('%s goes through no table', async (_, work) => {
    const asked = statementsOf(dataSource);
    await work();
    expect(asked.length).toBeGreaterThan(0);
    expect(await scansIn(query, asked, large)).toEqual([]);
  });
});
