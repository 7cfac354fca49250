import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource, EntityManager } from 'typeorm';
import { createDataSource, inTransaction, sqlState } from '../src';

describe('a transaction', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  beforeAll(async () => {
    database = await testDatabase();
    await database.query('CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL CHECK (balance >= 0))');
    dataSource = await database.connect(createDataSource);
  });
  beforeEach(() => database.query('TRUNCATE accounts'));
  afterAll(() => database.close());

  const insert = (tx: EntityManager, id: number) => tx.query('INSERT INTO accounts VALUES ($1, 100)', [id]);
  const add = (tx: EntityManager, id: number) =>
    tx.query('UPDATE accounts SET balance = balance + 1 WHERE id = $1', [id]);
  const balances = () => database.query('SELECT id, balance FROM accounts ORDER BY id');

  it('commits all that was done, and gives the result', async () => {
    const result = await inTransaction(dataSource, async (tx) => {
      await insert(tx, 1);
      await insert(tx, 2);
      return 'done';
    });
    expect(result).toBe('done');
    expect(await balances()).toHaveLength(2);
  });

  it('commits nothing when the work throws, and tells which rule of the database was broken', async () => {
    const failed = inTransaction(dataSource, async (tx) => {
      await insert(tx, 1);
      await insert(tx, 1);
    });
    expect(sqlState(await failed.catch((error: unknown) => error))).toBe('23505');
    expect(await balances()).toEqual([]);
    expect(sqlState(new Error('no statement'))).toBeUndefined();
  });

  it('is run again when it loses a deadlock: both sides get through', async () => {
    await inTransaction(dataSource, async (tx) => {
      await insert(tx, 1);
      await insert(tx, 2);
    });
    let runs = 0;
    const bothHoldOne = barrier(2);
    const crosswise = (first: number, second: number) =>
      inTransaction(dataSource, async (tx) => {
        runs++;
        await add(tx, first);
        await bothHoldOne();
        await add(tx, second);
      });
    await Promise.all([crosswise(1, 2), crosswise(2, 1)]);
    expect(runs).toBeGreaterThan(2);
    expect(await balances()).toEqual([
      { id: 1, balance: 102 },
      { id: 2, balance: 102 },
    ]);
  });

  it('gives up after three more runs', async () => {
    let runs = 0;
    const alwaysConflicting = inTransaction(dataSource, async (tx) => {
      runs++;
      await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE = '40001'; END $$`);
    });
    expect(sqlState(await alwaysConflicting.catch((error: unknown) => error))).toBe('40001');
    expect(runs).toBe(4);
  });

  it('is not run again for any other reason', async () => {
    let runs = 0;
    await expect(
      inTransaction(dataSource, async () => {
        runs++;
        throw new Error('a bug');
      }),
    ).rejects.toThrow('a bug');
    expect(runs).toBe(1);
  });
});

/** Lets the first `parties` callers go on together; later ones pass. */
function barrier(parties: number): () => Promise<void> {
  let arrived = 0;
  let open: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return () => {
    if (++arrived === parties) open();
    return opened;
  };
}
