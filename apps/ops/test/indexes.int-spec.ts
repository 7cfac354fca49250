import { scansIn, statementsOf } from '@callbook/testing';
import { settleSent } from '../src/replays/settle-sent';
import { ReplayDesk } from './support/replay-desk';

const rows = 50_000;

describe('among many handled messages', () => {
  let desk: ReplayDesk;
  const query = (sql: string, values: unknown[] = []) => desk.database.query<Record<string, unknown>>(sql, values);

  beforeAll(async () => {
    desk = await ReplayDesk.open();
    const series = `FROM generate_series(1, ${rows})`;
    await query(
      `INSERT INTO records.inbox (message_id, queue) SELECT gen_random_uuid(), 'records.call-ended' ${series}`,
    );
    await query(
      `INSERT INTO booking.attempt_function_calls (function_call_id, joined_at) SELECT gen_random_uuid(), now() ${series}`,
    );
    await query(
      `INSERT INTO ops.handled_messages (message_id, queue, replay_id)
       SELECT gen_random_uuid(), 'ops.call-ended', gen_random_uuid() ${series}`,
    );
    await desk.keep(['one', 'other']);
    await query(`UPDATE ops.dead_letters SET state = 'replaying'`);
    await query('ANALYZE records.inbox, booking.attempt_function_calls, ops.handled_messages, ops.dead_letters');
  });
  afterAll(() => desk.close());

  it('those that are on their way are found by index', async () => {
    const asked = statementsOf(desk.ops);
    await settleSent(desk.ops);
    expect(asked).toHaveLength(2);
    expect(await scansIn(query, asked, ['inbox', 'attempt_function_calls', 'handled_messages'])).toEqual([]);
  });
});
