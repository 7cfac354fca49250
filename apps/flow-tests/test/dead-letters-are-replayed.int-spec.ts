import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@callbook/testing';
import { Bulk } from './replays/bulk';
import { booking, causes, known } from './replays/causes';
import { letterOf, Letters } from './replays/letters';
import { type Journey, startJourney } from './support/journey';

/** The campaign sets it to 10,000; in every run it is small. */
const count = Number(process.env.REPLAY_LETTERS ?? 204);
const patience = { timeoutMs: 60_000 + count * 60 };

interface Item extends Record<string, unknown> {
  readonly dead_letter_id: string;
  readonly message_id: string;
  readonly prediction: string;
  readonly changes: string[] | null;
  readonly did: string[] | null;
  readonly result: string | null;
  readonly state: string;
  readonly sends: number;
}

describe('dead letters that are replayed', () => {
  let journey: Journey;
  let folder: string;
  let letters: Letters;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callbook-replays-'));
    // Many at once, on a short ladder: one that waits too long for a connection would die of a thirteenth cause.
    const roomy = count > 1_000 && { env: { DATABASE_POOL_SIZE: '40', RETRY_LADDER: '1s,3s,6s,10s' } };
    journey = await startJourney({ unlimited: true, ...roomy });
    letters = new Letters(journey.prefix);
  }, 90_000);
  afterAll(async () => {
    await journey?.end();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const callbook = (...args: string[]) => journey.callbook.operate(...args);
  const rows = <Row extends Record<string, unknown>>(sql: string, params: unknown[] = []) =>
    journey.database.query<Row>(sql, params);
  const bulkOf = (of: Partial<typeof causes>, size: number) =>
    new Bulk({ callbook: journey.callbook, letters, rows, folder, patience }, of, size);
  const itemsOf = (replayId: string) =>
    rows<Item>('SELECT * FROM ops.replay_items WHERE replay_id = $1 ORDER BY place', [replayId]);

  /** @returns the hash an operator would type */
  async function plan(...args: string[]): Promise<string> {
    const text = await callbook('dlq', 'plan', ...args);
    const [, hash] = /^Plan ([0-9a-f]{16}) /m.exec(text) ?? [];
    if (!hash) throw new Error(`no plan in:\n${text}`);
    return hash;
  }
  async function replayOf(hash: string) {
    const [replay] = await rows<{ id: string; state: string; stop_reason: string | null; stop_detail: string | null }>(
      'SELECT * FROM ops.replays WHERE starts_with(hash, $1) ORDER BY planned_at DESC',
      [hash],
    );
    if (!replay) throw new Error(`no replay ${hash}`);
    return replay;
  }
  const openIds = async (bulk: Bulk) =>
    (
      await rows<{ id: string }>(
        `SELECT id FROM ops.dead_letters WHERE message_id = ANY ($1) ORDER BY correlation_id`,
        [bulk.ids],
      )
    ).map(({ id }) => id);
  const wellBehaved = { 'impossible, ends before it starts': causes['impossible, ends before it starts'] } as Partial<
    typeof causes
  >;

  it(
    `of twelve causes are in twelve groups, do what was predicted once the causes are repaired, and nothing twice`,
    async () => {
      const bulk = bulkOf(causes, count);
      await bulk.die();
      const groups = await rows<{ queue: string; code: string; error: string }>(
        `SELECT queue, code, error FROM ops.dead_letter_groups
         WHERE id IN (SELECT group_id FROM ops.dead_letters WHERE message_id = ANY ($1)) ORDER BY queue, code, error`,
        [bulk.ids],
      );
      expect(groups.map(({ queue, code, error }) => `${queue} ${code} ${error}`)).toHaveLength(12);

      const before = await itemsOf((await replayOf(await plan())).id);
      expect(before).toHaveLength(count);
      expect(new Set(before.map(({ prediction }) => prediction))).toEqual(new Set(['fail']));

      await bulk.repair();
      const hash = await eventually(
        'the repair to be seen by everybody',
        async () => {
          const made = await plan();
          const [failing] = await rows(
            'SELECT FROM ops.replay_items WHERE replay_id = $1 AND prediction = $2 LIMIT 1',
            [(await replayOf(made)).id, 'fail'],
          );
          return failing ? false : made;
        },
        patience,
      );
      const report = await callbook('dlq', 'replay', '--plan', hash, '--yes', '--rate', '1000', '--by', 'anna');
      const replay = await replayOf(hash);
      expect(replay).toMatchObject({ state: 'finished', stop_reason: null });
      expect(report).toContain(`${count} messages: ${count} as predicted.`);

      const items = await itemsOf(replay.id);
      const others = items.filter(({ result, sends }) => result !== 'as_predicted' || sends !== 1);
      expect(others).toEqual([]);
      const told = items.filter(({ changes }) => changes !== null);
      expect(told.length).toBeGreaterThan(count * 0.9);
      expect(told.map(({ did }) => did)).toEqual(told.map(({ changes }) => changes));
      expect(await bulk.stored('resolved')).toBe(count);

      const [made] = await rows(
        `SELECT (SELECT count(*)::integer FROM records.inbox WHERE replay_id = $1)
              + (SELECT count(*)::integer FROM booking.inbox WHERE replay_id = $1) AS handled,
                (SELECT count(*)::integer - count(DISTINCT event ->> 'id')::integer FROM records.outbox) AS "toldTwice"`,
        [replay.id],
      );
      expect(made).toEqual({ handled: count, toldTwice: 0 });
    },
    patience.timeoutMs * 3,
  );

  it('stop with the first that does something else, and go on after it when told to', async () => {
    const bulk = bulkOf(wellBehaved, 10);
    await bulk.die();
    await bulk.repair();
    const ids = await openIds(bulk);
    const hash = await plan(...ids);
    const replay = await replayOf(hash);
    const items = await itemsOf(replay.id);
    expect(items.map(({ prediction }) => prediction)).toEqual(Array(10).fill('create'));

    // After the plan, somebody else's news of the fourth appointment arrives.
    const [, , , fourth] = items;
    const told = JSON.parse(bulk.failing.find(({ letter }) => letter.messageId === fourth?.message_id)!.corrected!) as {
      data: ReturnType<typeof booking>['data'];
    };
    const newer = booking(known, { ...told.data, revision: told.data.revision + 1_000 });
    await letters.put([letterOf('records.booking-created', newer)]);
    await eventually('the news to be recorded', async () => {
      return (await rows('SELECT FROM records.inbox WHERE message_id = $1', [newer.id])).length === 1;
    });

    await expect(callbook('dlq', 'replay', '--plan', hash, '--yes', '--rate', '1000')).rejects.toMatchObject({
      cause: { code: 1, stdout: expect.stringContaining('Stopped (different)') as string },
    });
    const stopped = await replayOf(hash);
    expect(stopped).toMatchObject({ state: 'stopped', stop_reason: 'different' });
    expect(stopped.stop_detail).toContain('message 4');
    const after = await itemsOf(replay.id);
    expect(after.map(({ result }) => result)).toEqual([
      ...Array<string>(3).fill('as_predicted'),
      'different',
      ...Array<null>(6).fill(null),
    ]);
    const unsent = after.slice(4);
    expect(unsent.every(({ sends, state }) => sends === 0 && state === 'pending')).toBe(true);
    const ofUnsent = unsent.map(({ message_id: id }) => id);
    expect(await rows('SELECT FROM records.inbox WHERE message_id = ANY ($1::uuid[])', [ofUnsent])).toEqual([]);
    expect(await bulk.stored('open')).toBe(6);

    await callbook('dlq', 'replay', '--resume', replay.id, '--yes', '--rate', '1000');
    expect(await replayOf(hash)).toMatchObject({ state: 'finished' });
    expect(await bulk.stored('resolved')).toBe(10);
  }, 90_000);

  it('stop when one dies again, which is open again with its new death', async () => {
    const bulk = bulkOf(wellBehaved, 3);
    await bulk.die();
    await bulk.repair();
    const hash = await plan(...(await openIds(bulk)));
    const replay = await replayOf(hash);
    const [, second] = await itemsOf(replay.id);
    // Whoever owns its uid by now was not there when the plan was made.
    const told = JSON.parse(bulk.failing.find(({ letter }) => letter.messageId === second?.message_id)!.corrected!) as {
      data: ReturnType<typeof booking>['data'];
    };
    const rival = booking(known, { calcomUid: told.data.calcomUid });
    await letters.put([letterOf('records.booking-created', rival)]);
    await eventually('the rival to be recorded', async () => {
      return (await rows('SELECT FROM records.inbox WHERE message_id = $1', [rival.id])).length === 1;
    });
    await expect(callbook('dlq', 'replay', '--plan', hash, '--yes', '--rate', '1000')).rejects.toMatchObject({
      cause: { code: 1, stdout: expect.stringContaining('Stopped (died_again)') as string },
    });
    expect(await replayOf(hash)).toMatchObject({ state: 'stopped', stop_reason: 'died_again' });
    const items = await itemsOf(replay.id);
    expect(items.map(({ result }) => result)).toEqual(['as_predicted', 'died_again', null]);
    const [letter] = await rows('SELECT state, deaths, code FROM ops.dead_letters WHERE id = $1', [
      second!.dead_letter_id,
    ]);
    expect(letter).toEqual({ state: 'open', deaths: 2, code: 'uid_of_another_appointment' });
  }, 90_000);

  it('are refused when one was changed after the plan, and when somebody else is replaying to its queue', async () => {
    const bulk = bulkOf(wellBehaved, 3);
    await bulk.die();
    await bulk.repair();
    const ids = await openIds(bulk);
    const hash = await plan(...ids);
    await callbook('dlq', 'discard', ids[0]!, '--why', 'spec', '--by', 'eva');
    await expect(callbook('dlq', 'replay', '--plan', hash, '--yes')).rejects.toThrow(/is discarded since the plan/);
    await callbook('dlq', 'undo', ids[0]!, '--why', 'spec', '--by', 'eva');

    const again = await plan(...ids);
    const { id } = await replayOf(again);
    await rows(
      `UPDATE ops.replays SET state = 'running', confirmed_by = 'eva', confirmed_at = now(), worker = gen_random_uuid(),
                  lease_until = now() + interval '1 hour' WHERE id = $1`,
      [id],
    );
    await rows(`INSERT INTO ops.replayed_queues (queue, replay_id) VALUES ('records.booking-created', $1)`, [id]);
    const other = await plan(...ids);
    const third = (
      await rows<{ id: string }>(`SELECT id FROM ops.replays WHERE state = 'planned' ORDER BY planned_at DESC`)
    )[0]!;
    await expect(callbook('dlq', 'replay', '--plan', third.id, '--yes')).rejects.toThrow(
      /eva is replaying to records\.booking-created/,
    );
    expect(other).toBe(again);
    await rows('DELETE FROM ops.replays WHERE id = $1', [id]);

    await rows(`UPDATE ops.replays SET planned_at = now() - interval '16 minutes' WHERE id = $1`, [third.id]);
    await expect(callbook('dlq', 'replay', '--plan', third.id, '--yes')).rejects.toThrow(/16 minutes old/);
    expect(await bulk.stored('open')).toBe(3);
  }, 90_000);

  it('are refused when their queue is gone, with the reason', async () => {
    const ended = { 'no JSON': causes['no JSON'] } as Partial<typeof causes>;
    const bulk = bulkOf(ended, 2);
    await bulk.die();
    await bulk.repair();
    const hash = await plan(...(await openIds(bulk)));
    await letters.deleteQueue('records.call-ended');
    await expect(callbook('dlq', 'replay', '--plan', hash, '--yes')).rejects.toThrow(
      'The queue records.call-ended is gone',
    );
    expect(await replayOf(hash)).toMatchObject({ state: 'planned' });
    expect(await bulk.stored('open')).toBe(2);
  }, 90_000);
});
