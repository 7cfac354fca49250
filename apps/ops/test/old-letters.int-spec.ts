import { randomUUID } from 'node:crypto';
import { createDataSource, migrate, roles } from '@callbook/database';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { ForgetLetters } from '../src/dead-letters/forget-letters.repository';

const kept = 30;

describe('letters that are over', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    jest.spyOn(Logger.prototype, 'log').mockImplementation();
    database = await testDatabase({ migrate, roles });
    dataSource = await database.connect(createDataSource, 'callbook_ops');
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await database.close();
  });
  beforeEach(() =>
    database.query('TRUNCATE ops.dead_letter_groups, ops.replays, ops.handled_messages, ops.audit CASCADE'),
  );

  async function causeOf(days: number, note: string | null = null): Promise<string> {
    const id = randomUUID();
    await database.query(
      `INSERT INTO ops.dead_letter_groups (id, queue, code, error, first_seen, last_seen, note)
       VALUES ($1, 'records.booking-created', 'code', 'error', now() - $2 * interval '1 day', now() - $2 * interval '1 day', $3)`,
      [id, days, note],
    );
    return id;
  }

  /** With a death and an edit; died long ago, and in this state for so many days. */
  async function letter(state: string, days: number, cause: string): Promise<string> {
    const id = randomUUID();
    await database.query(
      `INSERT INTO ops.dead_letters (id, group_id, queue, code, error, dead_at, properties, headers, body, state, state_since)
       VALUES ($1, $2, 'records.booking-created', 'code', 'error', now() - interval '1 year', '{}', '{}', 'body', $3, now() - $4 * interval '1 day')`,
      [id, cause, state, days],
    );
    await database.query(
      `INSERT INTO ops.dead_letter_deaths (id, dead_letter_id, group_id, code, dead_at) VALUES ($1, $1, $2, 'code', now())`,
      [id, cause],
    );
    await database.query(
      `INSERT INTO ops.dead_letter_edits (id, dead_letter_id, body, diff, why, edited_by) VALUES ($1, $1, 'x', 'x', 'x', 'x')`,
      [id],
    );
    return id;
  }

  /** @returns ids in order */
  const idsIn = async (table: string, column = 'id'): Promise<string[]> =>
    (await database.query<{ id: string }>(`SELECT ${column} AS id FROM ops.${table}`)).map(({ id }) => id).toSorted();
  const forget = () => new ForgetLetters(dataSource, kept).execute();

  it('go with their deaths and edits once their days are over, and no other letter goes', async () => {
    const cause = await causeOf(365);
    for (const state of ['resolved', 'discarded', 'too_late']) await letter(state, kept + 1, cause);
    const staying = [];
    for (const state of ['resolved', 'discarded', 'too_late']) staying.push(await letter(state, kept - 1, cause));
    for (const state of ['open', 'replaying']) staying.push(await letter(state, 1_000, cause));
    await forget();
    staying.sort();
    expect(await idsIn('dead_letters')).toEqual(staying);
    expect(await idsIn('dead_letter_deaths')).toEqual(staying);
    expect(await idsIn('dead_letter_edits')).toEqual(staying);
  });

  it('go however many they are', async () => {
    const cause = await causeOf(365);
    await database.query(
      `INSERT INTO ops.dead_letters (id, group_id, queue, code, error, dead_at, properties, headers, body, state, state_since)
       SELECT gen_random_uuid(), $1, 'queue', 'code', 'error', now(), '{}', '{}', '', 'resolved', now() - interval '31 days' FROM generate_series(1, 1200)`,
      [cause],
    );
    await forget();
    expect(await idsIn('dead_letters')).toEqual([]);
  });

  it('go with their cause, but for one that somebody noted something of, or that has letters or came up lately', async () => {
    await letter('resolved', kept + 1, await causeOf(365));
    const noted = await causeOf(365, 'the supplier knows');
    const recent = await causeOf(kept - 1);
    const open = await causeOf(365);
    await letter('open', 365, open);
    await forget();
    expect(await idsIn('dead_letter_groups')).toEqual([noted, recent, open].toSorted());
  });

  it('go with the incidents that ended, but for the last of a cause that still has open letters', async () => {
    const [quiet, over] = [await causeOf(365, 'noted'), await causeOf(365, 'noted')];
    await letter('open', 365, quiet);
    const incident = async (group: string, from: number, to: number | null) => {
      const id = randomUUID();
      await database.query(
        `INSERT INTO ops.incidents (id, group_id, opened_at, ended_at) VALUES ($1, $2, now() - $3 * interval '1 day', now() - $4 * interval '1 day')`,
        [id, group, from, to],
      );
      return id;
    };
    await incident(quiet, 300, 200);
    const last = await incident(quiet, 100, 90);
    await incident(over, 100, 90);
    const recent = await incident(over, kept, kept - 1);
    await forget();
    expect(await idsIn('incidents')).toEqual([last, recent].toSorted());
  });

  it('go with the replays that ended, but for one that still says of a message which it was', async () => {
    const replay = async (state: string, days: number, of: string) => {
      const id = randomUUID();
      await database.query(
        `INSERT INTO ops.replays (id, hash, state, selection, planned_by, confirmed_by, confirmed_at, stop_reason, ended_at)
         VALUES ($1, 'hash', $2, '{}', 'spec', 'spec', now(), CASE WHEN $2 = 'stopped' THEN 'different' END, now() - $3 * interval '1 day')`,
        [id, state, days],
      );
      await database.query(
        `INSERT INTO ops.replay_items (replay_id, place, dead_letter_id, queue, body_digest) VALUES ($1, 1, $2, 'queue', 'digest')`,
        [id, of],
      );
      return id;
    };
    const cause = await causeOf(1);
    const [open, flying] = [await letter('open', 1, cause), await letter('replaying', 365, cause)];
    await replay('finished', kept + 1, open);
    await replay('stopped', kept + 1, open);
    const staying = [await replay('stopped', kept + 1, flying), await replay('finished', kept - 1, open)];
    const running = randomUUID();
    await database.query(
      `INSERT INTO ops.replays (id, hash, state, selection, planned_by, planned_at, confirmed_by, confirmed_at)
       VALUES ($1, 'hash', 'running', '{}', 'spec', now() - interval '1 year', 'spec', now() - interval '1 year')`,
      [running],
    );
    await forget();
    expect(await idsIn('replays')).toEqual([...staying, running].toSorted());
    expect(await idsIn('replay_items', 'replay_id')).toEqual(staying.toSorted());
  });

  it('go with one replay at a time: each may have as many messages as there are letters', async () => {
    await database.query(
      `INSERT INTO ops.replays (id, hash, state, selection, planned_by, confirmed_by, confirmed_at, ended_at)
       SELECT gen_random_uuid(), 'hash', 'finished', '{}', 'spec', 'spec', now(), now() - interval '31 days' FROM generate_series(1, 5)`,
    );
    await database.query(
      `INSERT INTO ops.replay_items (replay_id, place, dead_letter_id, queue, body_digest)
       SELECT id, place, gen_random_uuid(), 'queue', 'digest' FROM ops.replays, generate_series(1, 20) AS place`,
    );
    await database.query(`
      CREATE TABLE public.gone (replay_id uuid, by bigint);
      CREATE FUNCTION public.note_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN INSERT INTO public.gone VALUES (OLD.replay_id, txid_current()); RETURN OLD; END $$;
      CREATE TRIGGER note_gone AFTER DELETE ON ops.replay_items FOR EACH ROW EXECUTE FUNCTION public.note_gone()`);
    await forget();
    await database.query('DROP TRIGGER note_gone ON ops.replay_items');
    const together = await database.query(
      'SELECT count(DISTINCT replay_id)::int AS replays, count(*)::int AS messages FROM public.gone GROUP BY by',
    );
    expect(together).toEqual(Array.from({ length: 5 }, () => ({ replays: 1, messages: 20 })));
  });

  it('go with what consumers of ops remember of replays, and never with what people did', async () => {
    const [old, recent] = [randomUUID(), randomUUID()];
    await database.query(
      `INSERT INTO ops.handled_messages (message_id, queue, replay_id, handled_at)
       VALUES ($1, 'queue', $1, now() - interval '31 days'), ($2, 'queue', $2, now() - interval '29 days')`,
      [old, recent],
    );
    await database.query(
      `INSERT INTO ops.audit (at, actor, act, subject) VALUES (now() - interval '9 years', 'anna', 'discarded', 'dead letter')`,
    );
    await forget();
    expect(await idsIn('handled_messages', 'message_id')).toEqual([recent]);
    expect(await idsIn('audit', 'seq')).toHaveLength(1);
  });
});
