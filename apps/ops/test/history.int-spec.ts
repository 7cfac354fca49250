import { randomUUID } from 'node:crypto';
import { BookingCreated, type EventClass, sampleOf } from '@callbook/contracts';
import { IsString } from 'class-validator';
import { eventually, TcpProxy } from '@callbook/testing';
import { eventsAfter } from '../src/history/find-events.repository';
import { KeepDays } from '../src/history/keep-days.repository';
import { HistoryFixture } from './support/running-history';
import { callOf, told } from './support/told';

/** Of a publisher that is ahead of the history. */
class WeatherChanged {
  static readonly type = 'weather.changed.v9';
  static readonly publisher = 'booking';
  static readonly consumers = [];
  static subjectOf = (): string => 'sky';
  @IsString()
  sky: string;
}

const dayMs = 86_400_000;
const dayOf = (time: Date) => time.toISOString().slice(0, 10);
const partitionOf = (time: Date) => `ops.events_${dayOf(time).replaceAll('-', '')}`;

describe('the event history', () => {
  let fixture: HistoryFixture;

  beforeAll(async () => {
    fixture = await HistoryFixture.open(WeatherChanged as unknown as EventClass);
    await fixture.start();
  });
  afterAll(() => fixture.close());

  const keptOnce = (...ids: string[]) =>
    eventually('all of it to be kept', async () => {
      const rows = await fixture.kept(...ids);
      return rows.length >= ids.length && rows;
    });

  it('keeps every event as it was told, in the partition of its day, to be found by its call', async () => {
    const event = told(BookingCreated);
    await fixture.publish(event);
    const [row] = await keptOnce(event.id);
    expect(row).toMatchObject({
      type: BookingCreated.type,
      company: event.company,
      subject: event.subject,
      correlation_id: event.correlationid,
      retell_call_id: sampleOf(BookingCreated).call?.retellCallId,
      partition: partitionOf(new Date(event.time)),
      event: JSON.parse(JSON.stringify(event)) as object,
    });
  });

  it('keeps an event that is told again once', async () => {
    const event = callOf('call_told_twice');
    const after = callOf('call_told_after');
    await fixture.publish(event, event, event, after);
    await keptOnce(after.id);
    expect(await fixture.kept(event.id)).toHaveLength(1);
  });

  it('keeps what comes together in the order it came', async () => {
    const events = Array.from({ length: 250 }, (_, index) => callOf(`call_together_${index}`));
    await fixture.publish(...events);
    const rows = await keptOnce(...events.map(({ id }) => id));
    expect(rows.map(({ event_id }) => event_id)).toEqual(events.map(({ id }) => id));
  });

  it('keeps an event of a type that it does not know', async () => {
    const event = told(WeatherChanged as unknown as EventClass<{ sky: string }>, { data: { sky: 'blue' } });
    await fixture.publish(event);
    const [row] = await keptOnce(event.id);
    expect(row).toMatchObject({ type: 'weather.changed.v9', event: { data: { sky: 'blue' } } });
  });

  it('leaves what is no event to the dead letters, and goes on', async () => {
    const bad = ['no json', '{"a":1}', '[]', JSON.stringify({ ...callOf('call_bad'), id: 'no uuid' })];
    for (const [index, body] of bad.entries()) await fixture.send('ops.event-history', `bad-${index}`, body);
    const event = callOf('call_after_bad');
    await fixture.publish(event);
    await keptOnce(event.id);
    await eventually('four dead letters', async () => (await fixture.depth('ops.event-history.dead')) === 4);
  });

  it('keeps an event of a day without a partition, and makes that day when anybody can mean it', async () => {
    const now = new Date();
    const [past, absurd] = [new Date(now.getTime() - 30 * dayMs), new Date('1970-01-02T00:00:00Z')];
    const events = [callOf('call_past', past), callOf('call_absurd', absurd)];
    await fixture.publish(...events);
    const ids = events.map(({ id }) => id);
    const partitions = (rows: readonly { partition: string }[]) => rows.map(({ partition }) => partition).sort();
    expect(partitions(await keptOnce(...ids))).toEqual(['ops.events_default', 'ops.events_default']);

    await new KeepDays(await fixture.dataSource(), 400).execute(now);
    expect(partitions(await fixture.kept(...ids))).toEqual([partitionOf(past), 'ops.events_default'].sort());
    await fixture.publish(...events); // a repetition meets the first where it is now
    const after = callOf('call_after_days');
    await fixture.publish(after);
    await keptOnce(after.id);
    expect(await fixture.kept(...ids)).toHaveLength(2);
  });

  it('looks at no days before the page it goes on after', async () => {
    const role = await fixture.dataSource();
    const lookedAt = async (time: Date) => {
      const plans: string[] = [];
      const explaining = {
        query: async (sql: string, parameters: unknown[]) => {
          const rows: { 'QUERY PLAN': string }[] = await role.query(`EXPLAIN ${sql}`, parameters);
          plans.push(...rows.map((row) => row['QUERY PLAN']));
          return [];
        },
      };
      await eventsAfter(explaining as never, {}, { after: { time, id: randomUUID() }, limit: 10 });
      return new Set(plans.join('\n').match(/events_\d{8}/g) ?? []);
    };
    const now = new Date();
    expect((await lookedAt(new Date(now.getTime() - 4_000 * dayMs))).size).toBeGreaterThan(3);
    expect(await lookedAt(new Date(now.getTime() + dayMs))).not.toContain(partitionOf(now).slice('ops.'.length));
  });

  it('drops whole days that are past their time, and no other', async () => {
    const now = new Date();
    const [old, young] = [new Date(now.getTime() - 12 * dayMs), new Date(now.getTime() - 9 * dayMs)];
    const events = [callOf('call_old', old), callOf('call_young', young)];
    await fixture.publish(...events);
    await keptOnce(...events.map(({ id }) => id));
    const dataSource = await fixture.dataSource();
    await new KeepDays(dataSource, 400).execute(now);
    await new KeepDays(dataSource, 10).execute(now);
    expect((await fixture.kept(...events.map(({ id }) => id))).map(({ event_id }) => event_id)).toEqual([
      events[1]!.id,
    ]);
    const days = await fixture.database.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'ops.events'::regclass ORDER BY 1`,
    );
    expect(days.map(({ name }) => name)).not.toContain(partitionOf(old));
    expect(days.map(({ name }) => name)).toEqual(
      expect.arrayContaining([partitionOf(young), partitionOf(new Date(now.getTime() + dayMs))]),
    );
  });

  it('lets its role make and drop days, and nothing else of the schema', async () => {
    const role = await fixture.dataSource();
    await expect(role.query('CREATE TABLE ops.own (id int)')).rejects.toThrow(/permission denied/);
    await expect(role.query('DROP TABLE ops.events')).rejects.toThrow(/must be owner/);
  });

  it('makes the days on which it was away, before anything of them is there, and never more than it keeps', async () => {
    const dataSource = await fixture.dataSource();
    const [begun, back] = [new Date('2031-03-01T12:00:00Z'), new Date('2031-03-20T00:30:00Z')];
    const days = async () =>
      (
        await fixture.database.query<{ name: string }>(
          `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'ops.events'::regclass
           AND inhrelid::regclass::text LIKE 'ops.events_203103%' ORDER BY 1`,
        )
      ).map(({ name }) => Number(name.slice(-2)));
    await new KeepDays(dataSource, 10).execute(begun);
    expect(await days()).toEqual([1, 2, 3, 4]);
    await new KeepDays(dataSource, 10).execute(back);
    expect(await days()).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  });
});

describe('the event history, while the database is away', () => {
  let fixture: HistoryFixture;
  let way: TcpProxy;

  beforeAll(async () => {
    fixture = await HistoryFixture.open();
    way = await TcpProxy.open(fixture.database.urlFor('callbook_ops'));
    await fixture.start({ databaseUrl: way.url });
  });
  afterAll(async () => {
    await fixture.close();
    await way.close();
  });

  it('acknowledges nothing, and keeps all of it when the database is back', async () => {
    const before = callOf('call_before');
    await fixture.publish(before);
    await eventually('the first to be kept', async () => (await fixture.kept(before.id)).length === 1);
    await way.refuse();
    const events = Array.from({ length: 150 }, (_, index) => callOf(`call_away_${index}`));
    await fixture.publish(...events);
    await eventually('as many as it holds to be taken', async () => (await fixture.depth('ops.event-history')) === 50);
    expect(await fixture.kept(...events.map(({ id }) => id))).toEqual([]);

    await way.heal();
    await eventually(
      'all of it to be kept',
      async () => (await fixture.kept(...events.map(({ id }) => id))).length === events.length,
      { timeoutMs: 30_000 },
    );
    expect(await fixture.depth('ops.event-history.dead')).toBe(0);
  }, 60_000);
});
