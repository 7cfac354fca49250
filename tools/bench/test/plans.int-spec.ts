import { migrate } from '@callbook/database';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import { Client } from 'pg';
import { generate } from '../src/records-read/generate';
import { pageKinds } from '../src/records-read/page-kinds';
import { planProblems } from '../src/records-read/plans';
import { type Sample, sampleRows } from '../src/records-read/samples';

const amounts = { appointments: 12_000, calls: 36_000, customers: 30_000 };

/**
 * With so few rows PostgreSQL still has good reasons not to read a table from end to end, and with statistics it knows. What is
 * looked at is a run: whether a table is scanned, and how many rows are read for nothing.
 */
describe('pages of a generated record', () => {
  let database: TestDatabase;
  let client: Client;
  let samples: Sample[];

  beforeAll(async () => {
    database = await testDatabase();
    await migrate({ url: database.url });
    client = new Client({ connectionString: database.url });
    await client.connect();
    await generate(client, { amounts, seed: 5 }, () => undefined);
    const all = await sampleRows(client, amounts.appointments, 100);
    samples = ['kette-nordlicht', 'praxis-am-wall', 'barbier-ost'].flatMap((slug) =>
      all.filter(({ company }) => company === slug).slice(0, 2),
    );
  }, 120_000);
  afterAll(async () => {
    await client?.end();
    await database.close();
  });

  it('has the rows it should, and every link both ways', async () => {
    const [counted] = await database.query(
      `SELECT (SELECT count(*)::integer FROM records.appointments) AS appointments,
              (SELECT count(*)::integer FROM records.calls) AS calls,
              (SELECT count(*)::integer FROM records.calls WHERE has_appointment) AS pointers,
              (SELECT count(*)::integer FROM records.appointments WHERE call_id IS NOT NULL) AS named,
              (SELECT count(*)::integer FROM records.calls c JOIN records.appointments a ON a.id = c.appointment_id AND a.call_id = c.id) AS both`,
    );
    const { named } = counted as { named: number };
    expect(counted).toEqual({ appointments: 12_000, calls: 36_000, pointers: named, named, both: named });
    expect(named).toBeGreaterThan(9_000);
  });

  it.each(pageKinds.map((page) => [page.name, page] as const))('%s is read by index', async (_, page) => {
    expect(samples).toHaveLength(6);
    for (const sample of samples) expect(await planProblems(client, page, sample)).toEqual([]);
  });

  describe('are found out', () => {
    const problems = async (name: string, ...before: string[]) => {
      const page = pageKinds.find((each) => each.name === name)!;
      await client.query('BEGIN');
      try {
        for (const sql of before) await client.query(sql);
        const found: string[] = [];
        for (const sample of samples) found.push(...(await planProblems(client, page, sample)));
        return found;
      } finally {
        await client.query('ROLLBACK');
      }
    };

    it('when a table is read from end to end', async () => {
      const noIndexes = ['SET LOCAL enable_indexscan = off', 'SET LOCAL enable_bitmapscan = off'];
      expect(await problems('calls, a day', ...noIndexes)).toContain('calls, a day: sequential scan of calls');
    });

    it.each([
      ['appointments, rare status', 'appointments_listed_by_status'],
      ['appointments, staff, deep', 'appointments_listed_by_staff'],
      ['calls, link unlinked', 'calls_listed_by_link'],
      ['calls, status', 'calls_listed_by_status'],
      ['customers, name begun', 'customers_by_name'],
    ])('%s, when it has no index %s', async (name, index) => {
      expect(await problems(name, `DROP INDEX records.${index}`)).not.toEqual([]);
    });
  });
});
