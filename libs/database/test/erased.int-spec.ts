import { eventually, testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { createDataSource, ErasedPeople, ErasureKey, ErasureKeyWrong, hashSql, migrate, roles } from '../src';

const secrets = [
  'k'.repeat(32),
  'ein Schlüssel, der länger ist als ein Block von vierundsechzig Bytes, ein Block also',
];

describe('the keyed hash of somebody', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.close());

  it.each(secrets)('is the same made by the database (key %#)', async (secret) => {
    const key = new ErasureKey(secret);
    for (const [kind, value] of [
      ['call', 'call_1'],
      ['uid', 'ä ß 🙂'],
      ['number', '+4915112345678'],
      ['email', 'Jonas.Weber@Kunde.example'],
      ['customer', '6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11'],
    ] as const) {
      const [row] = await database.query<{ hash: string }>(
        `SELECT ${hashSql(kind, '$4::text', ['$1', '$2', '$3'])} AS hash`,
        ['salon-lindenhof', ...key.pads, value],
      );
      expect(row?.hash).toBe(key.hash('salon-lindenhof', kind, value));
    }
  });

  it('differs by company, kind, value and key, and not by the case of an address', () => {
    const [key, other] = secrets.map((secret) => new ErasureKey(secret)) as [ErasureKey, ErasureKey];
    const hashes = [
      key.hash('a', 'number', '1'),
      key.hash('b', 'number', '1'),
      key.hash('a', 'call', '1'),
      key.hash('a', 'number', '2'),
      other.hash('a', 'number', '1'),
    ];
    expect(new Set(hashes).size).toBe(5);
    expect(key.hash('a', 'email', 'Anna@X.example')).toBe(key.hash('a', 'email', 'anna@x.example'));
    expect(key.fingerprint).not.toBe(other.fingerprint);
  });
});

describe.each(['records', 'booking'] as const)('people who were erased, as %s remembers them', (schema) => {
  let database: TestDatabase;
  let app: DataSource;
  const key = new ErasureKey(secrets[0]!);
  const people = new ErasedPeople(schema, key);
  const told = (kind: 'call' | 'number', value: string, at = '2026-11-21T10:00:00Z', company = 'salon') => ({
    company,
    kind,
    value,
    at: new Date(at),
  });

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    app = await database.connect(createDataSource, `callbook_${schema}`);
    await app.transaction(async (tx) => {
      await people.keepOthersOut(tx, 'salon');
      await people.settleKey(tx);
      const hashes = [
        { kind: 'call' as const, hash: key.hash('salon', 'call', 'c1') },
        { kind: 'number' as const, hash: key.hash('salon', 'number', '+491') },
      ];
      await people.remember(tx, 'salon', hashes, new Date('2026-11-21T12:00:00Z'));
    });
  });
  afterAll(() => database.close());

  const among = (...all: ReturnType<typeof told>[]) => app.transaction((tx) => people.among(tx, all));

  it('are recognised: a call for ever, a number as long as it was theirs', async () => {
    const [call, later, before, after, elsewhere, other] = [
      told('call', 'c1'),
      told('call', 'c1', '2030-01-01T00:00:00Z'),
      told('number', '+491', '2026-11-21T12:00:00Z'),
      told('number', '+491', '2026-11-21T12:00:01Z'),
      told('number', '+491', undefined, 'praxis'),
      told('call', 'c2'),
    ];
    const found = await among(call, later, before, after, elsewhere, other);
    expect([...found]).toEqual(expect.arrayContaining([call, later, before]));
    expect(found.size).toBe(3);
    expect(await among()).toEqual(new Set());
  });

  it('cannot be erased while something is being stored, nor is anything stored while they are', async () => {
    const storing = app.createQueryRunner();
    await storing.startTransaction();
    expect((await people.among(storing, [told('call', 'c9')])).size).toBe(0);
    const order: string[] = [];
    const erasing = app.transaction(async (tx) => {
      await people.keepOthersOut(tx, 'salon');
      order.push('erasing');
      await people.remember(tx, 'salon', [{ kind: 'call', hash: key.hash('salon', 'call', 'c9') }], new Date());
    });
    // Who comes after the one that erases waits for it, and sees what it did.
    const coming = waitingFor(1).then(() =>
      app.transaction(async (tx) => (order.push('storing again'), people.among(tx, [told('call', 'c9')]))),
    );
    await waitingFor(2);
    order.push('stored');
    await storing.commitTransaction();
    await storing.release();
    await erasing;
    expect((await coming).size).toBe(1);
    expect(order.slice(-2)).toEqual(['stored', 'erasing']);
  });

  it('are not recognised with another key, or none, and that is an error', async () => {
    for (const wrong of [new ErasureKey(secrets[1]!), null]) {
      const others = new ErasedPeople(schema, wrong);
      await expect(others.checkKey(app)).rejects.toThrow(ErasureKeyWrong);
      if (wrong) await expect(others.settleKey(app)).rejects.toThrow(ErasureKeyWrong);
      else await expect(others.among(app, [told('call', 'new')])).rejects.toThrow(ErasureKeyWrong);
    }
    await expect(new ErasedPeople(schema, null).among(app, [told('call', 'c1', undefined, 'praxis')])).resolves.toEqual(
      new Set(), // nobody was erased there
    );
    await expect(people.checkKey(app)).resolves.toBeUndefined();
  });

  async function waitingFor(count: number): Promise<void> {
    await eventually(`${count} to wait for a lock`, async () => {
      const waiting = await database.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
      return waiting.length >= count;
    });
  }
});
