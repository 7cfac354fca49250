import { BookingCreated, createEvent, derivedId, type Event, sampleCompany, sampleOf } from '@callbook/contracts';
import { createDataSource, inTransaction, migrate, roles } from '@callbook/database';
import { eventually, testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { metricsRegistry } from '@callbook/observability';
import { showLag } from '../src/outbox-lag';
import { RegularCleanUp } from '../src/regular-clean-up';
import { unsentEvents } from '../src/relay/unsent-events';
import { cleanUp, Inbox, Outbox, OutboxRelay } from '../src';

interface PlanNode {
  readonly 'Node Type': string;
  readonly Plans?: readonly PlanNode[];
}
const withParts = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(withParts)];

/** The tables and the relay on a real PostgreSQL. That the relay's publisher reaches the broker is shown in flow-tests. */
describe('inbox and outbox', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_booking');
  });

  afterAll(() => database?.close());

  beforeEach(() => database.query('TRUNCATE booking.inbox, booking.outbox'));

  const outbox = new Outbox('booking');
  let sequence = 0;

  function event(subject: string): Event<BookingCreated> {
    const id = derivedId('spec', (sequence += 1));
    const data = { ...sampleOf(BookingCreated), rootUid: subject };
    return createEvent(BookingCreated, data, { id, company: sampleCompany, time: new Date(), correlationId: 'call_1' });
  }

  const add = (...events: Event<object>[]) => inTransaction(dataSource, (tx) => outbox.add(tx, ...events));
  const unsent = async () =>
    (
      await database.query<{ subject: string }>('SELECT subject FROM booking.outbox WHERE sent_at IS NULL ORDER BY seq')
    ).map(({ subject }) => subject);

  async function drained(publish: (event: Event<object>) => Promise<void>, relays = 1): Promise<void> {
    const all = Array.from(
      { length: relays },
      () => new OutboxRelay(dataSource, { publish }, { schema: 'booking', batchSize: 10 }),
    );
    for (const relay of all) relay.wake();
    await Promise.all(all.map((relay) => relay.idle()));
  }

  describe('the inbox', () => {
    const inbox = () => new Inbox(dataSource, 'booking');
    const message = () => ({ id: derivedId('message', (sequence += 1)), queue: 'booking.booking-requested' });

    it('runs the work once for a message that comes twice', async () => {
      const work = jest.fn().mockResolvedValue(undefined);
      const copy = message();
      expect([await inbox().once(copy, work), await inbox().once(copy, work)]).toEqual(['handled', 'duplicate']);
      expect(work).toHaveBeenCalledTimes(1);
    });

    it('runs the work once for copies that come at the same time', async () => {
      const work = jest.fn().mockResolvedValue(undefined);
      const copy = message();
      const ends = await Promise.all([1, 2, 3, 4].map(() => inbox().once(copy, work)));
      expect(ends.sort()).toEqual(['duplicate', 'duplicate', 'duplicate', 'handled']);
      expect(work).toHaveBeenCalledTimes(1);
    });

    it('runs the work for each queue the message is for', async () => {
      const work = jest.fn().mockResolvedValue(undefined);
      const copy = message();
      await inbox().once(copy, work);
      await inbox().once({ ...copy, queue: 'records.booking-created' }, work);
      expect(work).toHaveBeenCalledTimes(2);
    });

    it('forgets the message together with work that failed', async () => {
      const copy = message();
      await expect(
        inbox().once(copy, async (tx) => {
          await outbox.add(tx, event('lost'));
          throw new Error('half way');
        }),
      ).rejects.toThrow('half way');
      expect(await unsent()).toEqual([]);
      expect(await inbox().once(copy, () => Promise.resolve())).toBe('handled');
    });
  });

  describe('the outbox', () => {
    it('holds nothing of a transaction that did not commit', async () => {
      const half = inTransaction(dataSource, async (tx) => {
        await outbox.add(tx, event('a'));
        throw new Error('half way');
      });
      await expect(half).rejects.toThrow('half way');
      expect(await unsent()).toEqual([]);
    });

    it('takes an event once, however often it is added', async () => {
      const once = event('a');
      await add(once);
      await add(once);
      expect(await unsent()).toEqual(['a']);
    });

    it('gives the relay exactly what was added', async () => {
      const given = event('a');
      await add(given);
      const sent: unknown[] = [];
      await drained(async (published) => void sent.push(published));
      expect(sent).toEqual(JSON.parse(JSON.stringify([given])));
      expect(await unsent()).toEqual([]);
    });

    it('keeps the order within a subject, with several relays at work', async () => {
      const events = Array.from({ length: 60 }, (_, index) => event(`subject-${index % 6}`));
      await add(...events);
      const sent: Event<object>[] = [];
      await drained(async (published) => {
        await new Promise(setImmediate);
        sent.push(published);
      }, 3);
      await eventually('all to be sent', async () => (await unsent()).length === 0);
      expect(new Set(sent.map(({ id }) => id)).size).toBe(60);
      expect(sent).toHaveLength(60);
      for (const subject of new Set(events.map((one) => one.subject))) {
        const ids = (all: Event<object>[]) => all.filter((one) => one.subject === subject).map(({ id }) => id);
        expect(ids(sent)).toEqual(ids(events));
      }
    });

    it('holds back only the subject of an event that cannot be sent', async () => {
      await add(event('stuck'), event('fine'), event('stuck'));
      await drained((published) =>
        published.subject === 'stuck' ? Promise.reject(new Error('no route')) : Promise.resolve(),
      );
      expect(await unsent()).toEqual(['stuck', 'stuck']);
      const [row] = await database.query(
        'SELECT failures, last_error, next_try_at > now() AS later FROM booking.outbox WHERE sent_at IS NULL ORDER BY seq',
      );
      expect(row).toEqual({ failures: 1, last_error: 'no route', later: true });
    });

    it('sends again what was confirmed when the process died before the commit', async () => {
      await add(event('a'));
      const sent: string[] = [];
      await inTransaction(dataSource, async (tx) => {
        const [row] = (await tx.query('SELECT event FROM booking.outbox FOR UPDATE')) as [{ event: Event<object> }];
        sent.push(row.event.id); // published here, and then the connection goes
        throw new Error('killed');
      }).catch(() => undefined);
      await drained(async ({ id }) => void sent.push(id));
      expect(sent).toHaveLength(2);
      expect(new Set(sent).size).toBe(1);
    });

    it('tells how far publishing is behind', async () => {
      await add(event('old'), event('new'));
      await database.query(
        `UPDATE booking.outbox SET created_at = now() - interval '90 seconds' WHERE subject = 'old'`,
      );
      showLag(dataSource, 'booking');
      const valueOf = async (name: string) => (await metricsRegistry.getSingleMetric(name)?.get())?.values[0]?.value;
      expect(await valueOf('callbook_outbox_unsent')).toBe(2);
      expect(await valueOf('callbook_outbox_oldest_unsent_seconds')).toBeGreaterThanOrEqual(90);
    });

    it('is woken by the commit', async () => {
      const listener = dataSource.createQueryRunner();
      const client = (await listener.connect()) as {
        on(event: 'notification', heard: () => void): void;
        query(sql: string): Promise<unknown>;
      };
      const heard = jest.fn();
      client.on('notification', heard);
      await client.query('LISTEN outbox_booking');
      await add(event('a'));
      await eventually('the notification', () => heard.mock.calls.length > 0);
      await client.query('UNLISTEN *');
      await listener.release();
    });
  });

  it('is read by its indexes, row by row, also when it was last counted while nothing was unsent', async () => {
    await add(event('long sent'));
    await database.query('UPDATE booking.outbox SET sent_at = now()');
    await database.query('ANALYZE booking.outbox');
    await database.query(
      `INSERT INTO booking.outbox (event_id, subject, event) SELECT gen_random_uuid(), 'subject ' || n, '{}' FROM generate_series(1, 5000) AS n`,
    );
    const plan = await database.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>(
      `EXPLAIN (FORMAT JSON) ${unsentEvents('booking').replace('$1', '100')}`,
    );
    const kinds = withParts((plan[0] as (typeof plan)[0])['QUERY PLAN'][0].Plan).map((node) => node['Node Type']);
    expect(kinds.filter((kind) => /Join|Loop|Seq Scan|Sort/.test(kind))).toEqual([]);
    expect(kinds.filter((kind) => /Index/.test(kind))).toHaveLength(2);
  });

  it('is cleaned of what is older than 30 days and sent, and of nothing else', async () => {
    await add(event('sent long ago'), event('sent lately'), event('unsent'));
    await database.query(
      `UPDATE booking.outbox SET sent_at = now() - interval '31 days' WHERE subject = 'sent long ago'`,
    );
    await database.query(
      `UPDATE booking.outbox SET sent_at = now() - interval '29 days' WHERE subject = 'sent lately'`,
    );
    await database.query(`UPDATE booking.outbox SET created_at = now() - interval '90 days' WHERE subject = 'unsent'`);
    await database.query(
      `INSERT INTO booking.inbox SELECT gen_random_uuid(), 'q', now() - days * interval '1 day' FROM generate_series(29, 33, 2) AS days`,
    );
    expect(await cleanUp(dataSource, 'booking', { batchSize: 2 })).toBe(1 + 2);
    expect(await database.query('SELECT subject FROM booking.outbox ORDER BY seq')).toEqual([
      { subject: 'sent lately' },
      { subject: 'unsent' },
    ]);
  });

  describe('the regular clean-up', () => {
    const rememberedForTooLong = (count: number) =>
      database.query(
        `INSERT INTO booking.inbox SELECT gen_random_uuid(), 'q', now() - interval '31 days' FROM generate_series(1, $1)`,
        [count],
      );
    const remembered = async () =>
      (await database.query<{ count: string }>('SELECT count(*) FROM booking.inbox'))[0]?.count;

    it('begins when the app starts, not only after an hour', async () => {
      await rememberedForTooLong(3);
      const regular = new RegularCleanUp(dataSource, 'booking');
      regular.start();
      await eventually('nothing old to be left', async () => (await remembered()) === '0');
      await regular.stop();
    });

    it('does not outlive the app: it ends with the batch under way', async () => {
      await rememberedForTooLong(10_001); // three batches
      const regular = new RegularCleanUp(dataSource, 'booking');
      regular.start();
      await regular.stop();
      expect(Number(await remembered())).toBeGreaterThan(0);
    });

    it('leaves to another replica what that one is removing', async () => {
      await rememberedForTooLong(3);
      await inTransaction(dataSource, async (tx) => {
        await tx.query('SELECT FROM booking.inbox LIMIT 1 FOR UPDATE');
        expect(await cleanUp(dataSource, 'booking')).toBe(2);
      });
    });
  });
});
