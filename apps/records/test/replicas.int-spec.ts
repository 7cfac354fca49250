import type { Event } from '@callbook/contracts';
import { eventually, eventuallyHolds } from '@callbook/testing';
import { Client } from 'pg';
import { RecordBooking } from '../src/appointments/record-booking';
import { randomOf, shuffled } from './support/random';
import { RunningRecords } from './support/running-records';
import { phoneStory, rowsOf, type Story, webStory } from './support/story';

const random = randomOf(20_261_122);

describe('two records processes', () => {
  let running: RunningRecords;

  beforeAll(async () => {
    running = await RunningRecords.start({ replicas: 2 });
  });
  afterAll(() => running?.close());

  const everything = ({ calls, facts }: Story): Event<object>[] => [...Object.values(calls), ...Object.values(facts)];

  /** As they are when everything arrives once and in order. */
  async function rowsInOrder(story: Story): Promise<unknown> {
    for (const message of everything(story)) await running.record.tell(message);
    return rowsOf(running.record, story);
  }

  it('that share the queues end in the rows that one would write', async () => {
    const [phone, web] = [await rowsInOrder(phoneStory()), await rowsInOrder(webStory())];
    const byReplica = running.replicas.map((app) => jest.spyOn(app.get(RecordBooking), 'execute'));
    const stories = Array.from({ length: 20 }, (_, index) => (index % 4 === 3 ? webStory() : phoneStory()));
    const messages = stories.flatMap(everything);
    const published = shuffled([...messages, ...messages], random);
    await Promise.all(published.map((message) => running.publish(message)));
    await eventuallyHolds(
      'all rows to be as one process would write them',
      async () => {
        for (const story of stories) expect(await rowsOf(running.record, story)).toEqual(story.fact.call ? phone : web);
      },
      { timeoutMs: 30_000, everyMs: 250 },
    );
    for (const handled of byReplica) expect(handled).toHaveBeenCalled();
    await expectNoDeadLetters();
  }, 60_000);

  it.each(['in the middle of its work', 'at its last statement'])(
    'write a fact whose database session is cut %s',
    async (when) => {
      const story = phoneStory();
      const expected = await rowsInOrder(phoneStory());
      const messages = everything(story);
      const last = messages.pop()!;
      for (const message of messages) await running.record.tell(message);

      const blocker = new Client({ connectionString: running.record.database.url });
      await blocker.connect();
      try {
        await blocker.query('BEGIN');
        await blocker.query(
          when === 'at its last statement'
            ? 'LOCK TABLE records.outbox IN SHARE MODE' // the event is written last
            : 'LOCK TABLE records.appointment_phases IN SHARE MODE',
        );
        await running.publish(last);
        const { pid } = await eventually('a session of the app to wait', async () => {
          const [waiting] = await running.record.rows(
            `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND application_name = 'callbook-records'`,
          );
          return waiting;
        });
        await blocker.query('SELECT pg_terminate_backend($1)', [pid]);
        await eventually('the session to be gone', async () => {
          const rows = await running.record.rows('SELECT FROM pg_stat_activity WHERE pid = $1', pid);
          return rows.length === 0;
        });
        expect(await rowsOf(running.record, story)).not.toEqual(expected);
      } finally {
        await blocker.query('ROLLBACK');
        await blocker.end();
      }
      await eventuallyHolds('the fact to be written', async () =>
        expect(await rowsOf(running.record, story)).toEqual(expected),
      );
      expect(await running.metrics()).toMatch(/queue="records.booking-cancelled",end="retry"/);
      await expectNoDeadLetters();
    },
  );

  async function expectNoDeadLetters(): Promise<void> {
    expect(await running.metrics()).not.toMatch(/end="dead"/);
  }
});
