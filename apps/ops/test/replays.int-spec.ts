import { randomUUID } from 'node:crypto';
import { ConfirmTimeoutError, NotConnectedError } from '@callbook/messaging';
import { metricsRegistry } from '@callbook/observability';
import { eventually } from '@callbook/testing';
import { undoLetter } from '../src/dead-letters/acts/undo-letter';
import { keepLetters } from '../src/dead-letters/keep-letters';
import { findReplay } from '../src/replays/find-replay';
import { planReplay } from '../src/replays/plan-replay';
import { ReplayRows } from '../src/replays/replay-rows.repository';
import { settleSent } from '../src/replays/settle-sent';
import { stopReplay } from '../src/replays/stop-replay';
import { idOf, letterOf, ReplayDesk } from './support/replay-desk';

/** Nobody consumes here: what is handled, the spec says. */
describe('a replay', () => {
  let desk: ReplayDesk;
  beforeAll(async () => {
    desk = await ReplayDesk.open();
  }, 60_000);
  afterAll(() => desk.close());
  beforeEach(() => desk.clear());

  async function running(...texts: string[]): Promise<{ id: string; letters: string[] }> {
    const letters = await desk.keep(texts);
    const id = await desk.plan(letters);
    await desk.confirm(id);
    return { id, letters };
  }

  /** How many messages were counted with this end until now. */
  async function counted(result: string): Promise<number> {
    const metric = await metricsRegistry.getSingleMetric('callbook_replayed_messages_total')?.get();
    return metric?.values.find(({ labels }) => labels.result === result)?.value ?? 0;
  }
  const audited = (act: string) =>
    desk.database.query('SELECT actor, subject, result FROM ops.audit WHERE act = $1 ORDER BY seq', [act]);

  /** A replay that has stopped at its first message because nothing was seen of it. */
  async function stoppedAtFirst(...texts: string[]) {
    const begun = await running(...texts);
    const run = desk.runner({ effectWithinMs: 50, sliceMs: 100 });
    await run.execute();
    expect(await desk.replay(begun.id)).toMatchObject({ state: 'stopped', stop_reason: 'not_handled' });
    return { ...begun, run };
  }

  it('does what was planned, one message after the other', async () => {
    const { id, letters } = await running('one', 'two');
    desk.handlesAll();
    await desk.runner().execute();
    expect(await desk.replay(id)).toMatchObject({ state: 'finished', stop_reason: null });
    expect(desk.sent.map(({ message }) => message.messageId)).toEqual([idOf('one'), idOf('two')]);
    expect(await Promise.all(letters.map((letter) => desk.state(letter)))).toEqual(['resolved', 'resolved']);
  });

  describe('stops at a message that nobody handles in time,', () => {
    it('which is settled when it is handled after all', async () => {
      const { id, letters } = await stoppedAtFirst('late', 'next');
      await settleSent(desk.ops);
      expect([await desk.state(letters[0]!), (await desk.items(id))[0]?.state]).toEqual(['replaying', 'sent']);
      await desk.handled('late', id);
      await settleSent(desk.ops);
      expect(await desk.state(letters[0]!)).toBe('resolved');
      expect(await desk.items(id)).toMatchObject([
        { state: 'settled', result: 'as_predicted', sends: 1 },
        { state: 'pending', sends: 0 },
      ]);
      expect((await desk.replay(id)).state).toBe('stopped');
    });

    it('and says so when it then did something else', async () => {
      const { id, letters } = await stoppedAtFirst('other', 'second');
      const before = await counted('different');
      await desk.handled('other', id, ['calls changed 2e00 status']);
      await settleSent(desk.ops);
      await settleSent(desk.ops);
      expect(await desk.items(id)).toMatchObject([
        { result: 'different', did: ['calls changed 2e00 status'] },
        { state: 'pending' },
      ]);
      const { state, stop_reason: reason, stop_detail: detail } = await desk.replay(id);
      expect([state, reason]).toEqual(['stopped', 'different']);
      expect(detail).toMatch(
        new RegExp(
          `^message 1, dead letter ${letters[0]}, did something else: .*; seen after it stopped \\(not_handled\\)$`,
        ),
      );
      expect(await counted('different')).toBe(before + 1);
      expect(await audited('saw a difference after the stop')).toEqual([
        { actor: 'callbook', subject: `replay ${id}`, result: { saw: 'different', place: 1, letter: letters[0] } },
      ]);
    });

    it('and when it is resumed then, what it goes past is written down', async () => {
      const { id, letters } = await stoppedAtFirst('other', 'second');
      await desk.handled('other', id, ['calls changed 2e00 status']);
      await settleSent(desk.ops);
      await desk.resume(id);
      const passed = { place: 1, letter: letters[0], result: 'different' };
      expect(await audited('resumed a replay')).toEqual([
        { actor: 'anna', subject: `replay ${id}`, result: { stoppedBecause: 'different', passed } },
      ]);
      await stopReplay(desk.ops, id, { by: 'eva' });
      await desk.resume(id);
      expect((await audited('resumed a replay'))[1]).toMatchObject({ result: { stoppedBecause: 'asked' } });
      expect((await audited('resumed a replay'))[1]?.result).not.toHaveProperty('passed');
    });

    it('also when somebody had stopped it, which is then not why any more', async () => {
      const { id } = await running('other');
      await desk.runner({ sliceMs: 20 }).execute();
      await stopReplay(desk.ops, id, { by: 'eva' });
      await desk.handled('other', id, ['calls changed 2e00 status']);
      await settleSent(desk.ops);
      expect(await desk.replay(id)).toMatchObject({ stop_reason: 'different', stopped_by: null });
      const { stdout } = await desk.callbook('dlq', 'replay', '--report', id);
      expect(stdout).toMatch(/Stopped \(different\): message 1, .*; seen after it stopped \(asked\)/);
      const { stderr } = await desk.callbook('dlq', 'replay', '--resume', id);
      expect(stderr).toMatch(
        /^It stopped \(different\): message 1, .* It goes on after that message\.\nNothing was sent/,
      );
    });

    it('and is counted when it is handled as predicted', async () => {
      const { id } = await stoppedAtFirst('late');
      const before = await counted('as_predicted');
      await desk.handled('late', id);
      await settleSent(desk.ops);
      expect(await counted('as_predicted')).toBe(before + 1);
      expect((await desk.replay(id)).stop_reason).toBe('not_handled');
      expect(await audited('saw a difference after the stop')).toEqual([]);
    });

    it('which is open again when it dies', async () => {
      const { id, letters } = await stoppedAtFirst('dies');
      await keepLetters(desk.ops, [letterOf('dies', { deadAt: new Date('2026-11-21T10:09:00Z') })]);
      await settleSent(desk.ops);
      expect(await desk.state(letters[0]!)).toBe('open');
      expect(await desk.items(id)).toMatchObject([{ state: 'settled', result: 'died_again' }]);
      expect(await desk.replay(id)).toMatchObject({ state: 'stopped', stop_reason: 'died_again' });
    });

    it('which an operator can open while its end is settled, and neither waits for the other for ever', async () => {
      const { id, letters } = await stoppedAtFirst('crossed');
      const settling = desk.ops.createQueryRunner();
      await settling.startTransaction();
      await settling.query('SELECT FROM ops.replays WHERE id = $1 FOR UPDATE', [id]);
      const undoing = undoLetter(desk.ops, letters[0]!, { by: 'eva', why: 'spec' });
      const refused = expect(undoing).rejects.toThrow('It is resolved: a replay cannot be taken back.');
      try {
        await eventually('somebody to wait for it', async () => {
          const waiting = await desk.database.query(
            `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
          );
          return waiting.length > 0;
        });
        await settling.query(
          `UPDATE ops.replay_items SET state = 'settled', settled_at = now(), result = 'as_predicted' WHERE replay_id = $1`,
          [id],
        );
        await settling.query(`UPDATE ops.dead_letters SET state = 'resolved' WHERE id = $1`, [letters[0]]);
        await settling.commitTransaction();
      } finally {
        if (settling.isTransactionActive) await settling.rollbackTransaction();
        await settling.release();
      }
      await refused;
    });

    it('which an operator can open again, and then nobody waits for it', async () => {
      const { id, letters, run } = await stoppedAtFirst('lost');
      await undoLetter(desk.ops, letters[0]!, { by: 'eva', why: 'the queue was emptied' });
      expect(await desk.state(letters[0]!)).toBe('open');
      await settleSent(desk.ops);
      expect(await desk.items(id)).toMatchObject([{ state: 'settled', result: 'gone' }]);
      await desk.resume(id);
      await run.execute();
      expect(await desk.replay(id)).toMatchObject({ state: 'finished' });
      expect(await desk.state(letters[0]!)).toBe('open');
    });

    it('and can be resumed however old its plan is, when all was sent', async () => {
      const { id, run } = await stoppedAtFirst('sent');
      await desk.database.query(`UPDATE ops.replays SET planned_at = now() - interval '20 minutes'`);
      await desk.resume(id);
      await desk.handled('sent', id);
      await run.execute();
      expect(await desk.replay(id)).toMatchObject({ state: 'finished' });
    });

    it('but not when its plan is old and something is still to be sent', async () => {
      const { id } = await stoppedAtFirst('sent', 'unsent');
      await desk.database.query(`UPDATE ops.replays SET planned_at = now() - interval '20 minutes'`);
      await expect(desk.resume(id)).rejects.toMatchObject({ reason: 'stale' });
    });

    it('and, resumed, gives it as long again', async () => {
      const { id, run } = await stoppedAtFirst('patient');
      await desk.resume(id);
      const slow = desk.runner({ effectWithinMs: 60_000, sliceMs: 50 });
      await slow.execute();
      expect(await desk.replay(id)).toMatchObject({ state: 'running' });
      expect(desk.sent).toHaveLength(2);
      await desk.handled('patient', id);
      await slow.execute();
      expect(await run.execute()).toBe(false);
      expect(await desk.replay(id)).toMatchObject({ state: 'finished' });
    });
  });

  it.each(['discarded', 'too_late', 'resolved'])(
    'ends when the letter it stopped at is %s meanwhile',
    async (state) => {
      const { id, letters, run } = await stoppedAtFirst('gone');
      await desk.resume(id);
      await desk.set(letters[0]!, state);
      for (let turns = 0; turns < 5 && (await run.execute()); turns += 1);
      expect(await desk.replay(id)).toMatchObject({ state: 'finished' });
      expect(await desk.items(id)).toMatchObject([{ result: 'gone' }]);
      expect(await desk.state(letters[0]!)).toBe(state);
      expect(await desk.database.query('SELECT * FROM ops.replayed_queues')).toEqual([]);
    },
  );

  it('of what never had a message id gives it one, under which it is known when it dies again', async () => {
    const [letter = ''] = await desk.keep(['nameless'], { messageId: null });
    const id = await desk.plan([letter]);
    await desk.confirm(id);
    await desk.runner({ effectWithinMs: 10, sliceMs: 50 }).execute();
    expect(desk.sent.map(({ message }) => message.messageId)).toEqual([idOf('nameless')]);
    await keepLetters(desk.ops, [letterOf('nameless', { deadAt: new Date('2026-11-21T10:09:00Z') })]);
    expect(await desk.database.query('SELECT state, deaths FROM ops.dead_letters')).toEqual([
      { state: 'open', deaths: 2 },
    ]);
  });

  it('keeps the message that is under way from being opened', async () => {
    const { letters } = await running('under way');
    await desk.runner({ sliceMs: 20 }).execute();
    await expect(undoLetter(desk.ops, letters[0]!, { by: 'eva', why: 'spec' })).rejects.toThrow('waits for its end');
    expect(await desk.state(letters[0]!)).toBe('replaying');
  });

  describe('that an operator stops', () => {
    it('sends nothing more, is written down with who it was, and frees its queue', async () => {
      const { id, letters } = await running('first', 'second', 'third');
      const run = desk.runner();
      desk.outcome = async ({ messageId }) => {
        if (messageId === idOf('second')) await stopReplay(desk.ops, id, { by: 'eva' });
        await desk.handled(messageId === idOf('first') ? 'first' : 'second', id);
      };
      for (let turns = 0; turns < 5 && (await run.execute()); turns += 1);
      expect(desk.sent).toHaveLength(2);
      await settleSent(desk.ops);
      expect((await desk.items(id)).map(({ result }) => result)).toEqual(['as_predicted', 'as_predicted', null]);
      expect(await desk.state(letters[2]!)).toBe('open');
      expect(await findReplay(desk.ops.manager, id)).toMatchObject({
        state: 'stopped',
        stopReason: 'asked',
        stoppedBy: 'eva',
      });
      expect(await desk.database.query(`SELECT actor, subject FROM ops.audit WHERE act = 'stopped a replay'`)).toEqual([
        { actor: 'eva', subject: `replay ${id}` },
      ]);
      expect(await desk.database.query('SELECT * FROM ops.replayed_queues')).toEqual([]);
    });

    it('does so on the command line, which tells who it was', async () => {
      const { id } = await running('first', 'second');
      const stopped = await desk.callbook('dlq', 'replay', '--stop', id.slice(0, 8), '--by', 'eva');
      expect(stopped).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Stopped by eva.') as string });
      const report = await desk.callbook('dlq', 'replay', '--report', id);
      expect(report).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('Stopped by eva.') as string });
      expect(await desk.callbook('dlq', 'replay', '--stop', id)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('is stopped; only one that runs can be stopped') as string,
      });
      expect((await desk.callbook('dlq', 'replay', '--stop', id, '--by', ' ')).exitCode).toBe(2);
    });

    it('goes on when it is resumed', async () => {
      const { id } = await running('first', 'second');
      await stopReplay(desk.ops, id, { by: 'eva' });
      expect(await desk.runner().execute()).toBe(false);
      expect(desk.sent).toEqual([]);
      await desk.resume(id);
      desk.handlesAll();
      await desk.runner().execute();
      expect(await findReplay(desk.ops.manager, id)).toMatchObject({ state: 'finished', stoppedBy: null });
    });

    it('is begun anew by the process that worked on it, when it is resumed', async () => {
      const { id } = await running('again');
      const run = desk.runner({ effectWithinMs: 100, sliceMs: 20 });
      await run.execute();
      await stopReplay(desk.ops, id, { by: 'eva' });
      await eventually('it to be long ago', async () => {
        const [row] = await desk.database.query<{ ago: boolean }>(
          `SELECT sent_at < now() - interval '150 milliseconds' AS ago FROM ops.replay_items`,
        );
        return row?.ago;
      });
      await desk.resume(id);
      await run.execute();
      expect(await desk.replay(id)).toMatchObject({ state: 'running' });
      expect(desk.sent).toHaveLength(2);
    });

    it('takes back what it could not send', async () => {
      const { id, letters } = await running('unsent');
      desk.outcome = async () => {
        await stopReplay(desk.ops, id, { by: 'eva' });
        throw new NotConnectedError();
      };
      await expect(desk.runner().execute()).rejects.toThrow(NotConnectedError);
      expect(await desk.state(letters[0]!)).toBe('open');
      expect(await desk.items(id)).toMatchObject([{ state: 'pending', sends: 0 }]);
    });

    it('is refused when it does not run', async () => {
      const id = await desk.plan(await desk.keep(['planned']));
      await expect(stopReplay(desk.ops, id, { by: 'eva' })).rejects.toMatchObject({ reason: 'not_running' });
      expect(await desk.database.query(`SELECT FROM ops.audit WHERE actor = 'eva'`)).toEqual([]);
    });
  });

  it('stops when the broker confirms nothing for too long, and does not say it was not sent', async () => {
    const { id, letters } = await running('doubtful', 'next');
    const run = desk.runner({ effectWithinMs: 200, resendAfterMs: 80, sliceMs: 40 });
    desk.outcome = () => Promise.reject(new ConfirmTimeoutError('no confirm'));
    await eventually('it to stop', async () => {
      await run.execute().catch((error: unknown) => expect(error).toBeInstanceOf(ConfirmTimeoutError));
      return (await desk.replay(id)).state === 'stopped';
    });
    expect(await desk.replay(id)).toMatchObject({ stop_reason: 'not_accepted' });
    expect(await run.execute()).toBe(false);
    // Not before it was due again, and not for longer than that.
    expect(desk.sent.length).toBeGreaterThan(1);
    expect(desk.sent.length).toBeLessThanOrEqual(4);
    expect([await desk.state(letters[0]!), await desk.state(letters[1]!)]).toEqual(['replaying', 'open']);
    await desk.handled('doubtful', id);
    await settleSent(desk.ops);
    expect(await desk.state(letters[0]!)).toBe('resolved');
  });

  it('that was sent is settled at once where an operator decides about another letter meanwhile', async () => {
    const [held = '', free = ''] = await desk.keep(['held', 'free']);
    for (const letter of [held, free]) await desk.set(letter, 'replaying');
    await desk.handled('held', held);
    await desk.handled('free', free);
    const eva = desk.ops.createQueryRunner();
    await eva.startTransaction();
    try {
      await eva.query('SELECT FROM ops.dead_letters WHERE id = $1 FOR UPDATE', [held]);
      let isDone = false;
      const settling = settleSent(desk.ops).then(() => (isDone = true));
      await eventually('it to be settled', () => isDone);
      await settling;
      expect([await desk.state(held), await desk.state(free)]).toEqual(['replaying', 'resolved']);
    } finally {
      await eva.rollbackTransaction();
      await eva.release();
    }
    await settleSent(desk.ops);
    expect(await desk.state(held)).toBe('resolved');
  });

  it('settles a surprise and stops in one: whoever takes over finds it stopped', async () => {
    const { id } = await running('other', 'second');
    const rows = new ReplayRows(desk.ops);
    const worker = randomUUID();
    await rows.take(worker, 10_000);
    const item = (await rows.current(id, 0))!;
    await rows.send(id, worker, item);
    const surprise = { reason: 'different', how: 'did something else' } as const;
    expect(await rows.settle({ replayId: id, worker }, item, { result: 'different', did: [], surprise })).toBe(true);
    expect(await desk.replay(id)).toMatchObject({ state: 'stopped', stop_reason: 'different' });
    expect(await rows.take(randomUUID(), 10_000)).toBeUndefined();
  });

  it('is surprised by a message whose consumer tells nothing of what it was to do', async () => {
    const { id } = await running('silent');
    desk.outcome = () => desk.handled('silent', id, null);
    await desk.runner().execute();
    expect(await desk.replay(id)).toMatchObject({ state: 'stopped', stop_reason: 'different' });
  });

  it('is not surprised where nothing was to be told', async () => {
    const [letter = ''] = await desk.keep(['untold']);
    const id = await desk.plan([letter], { changes: null });
    await desk.confirm(id);
    desk.outcome = () => desk.handled('untold', id, null);
    await desk.runner().execute();
    expect(await desk.replay(id)).toMatchObject({ state: 'finished' });
  });

  it.each([
    ['too_late', { effect: 'too_late' }],
    ['handled before', { effect: 'nothing', handledBefore: true }],
  ] as const)('does not overwrite what is decided while it is confirmed as %s', async (_, told) => {
    const [letter = ''] = await desk.keep(['decided']);
    const id = await desk.plan([letter], told);
    const eva = desk.ops.createQueryRunner();
    await eva.startTransaction();
    await eva.query(`UPDATE ops.dead_letters SET state = 'discarded' WHERE id = $1`, [letter]);
    const confirming = expect(desk.confirm(id)).rejects.toMatchObject({ reason: 'changed' });
    await eventually('somebody to wait for it', async () => {
      const waiting = await desk.database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    });
    await eva.commitTransaction();
    await eva.release();
    await confirming;
    expect(await desk.state(letter)).toBe('discarded');
  });

  it('is not taken back by a worker that has lost it', async () => {
    const { id, letters } = await running('lost');
    const rows = new ReplayRows(desk.ops);
    const [first, second] = [randomUUID(), randomUUID()];
    await rows.take(first, 0);
    const item = (await rows.current(id, 0))!;
    await rows.send(id, first, item);
    await rows.take(second, 10_000);
    await rows.takeBack(id, first, item);
    expect([await desk.state(letters[0]!), (await desk.items(id))[0]?.sends]).toEqual(['replaying', 1]);
    await rows.takeBack(id, second, item);
    expect([await desk.state(letters[0]!), (await desk.items(id))[0]?.sends]).toEqual(['open', 0]);
    await rows.takeBack(id, second, item);
    expect((await desk.items(id))[0]?.sends).toBe(0);
  });

  it('has another hash when something is handled before', async () => {
    const letters = await desk.keep(['hashed']);
    const nothing = { effect: 'nothing' as const, reason: 'same', changes: [] };
    const one = await desk.plan(letters, { ...nothing, handledBefore: false });
    const two = await desk.plan(letters, { ...nothing, handledBefore: true });
    const hashes = await Promise.all([one, two].map((id) => findReplay(desk.ops.manager, id)));
    expect(hashes[0]?.hash).not.toBe(hashes[1]?.hash);
  });

  describe('of requests to booking', () => {
    const requests = 'booking.booking-requested';

    it('waits until one is handled, not only taken on', async () => {
      const letters = await desk.keep(['first', 'second'], { queue: requests });
      const line = `attempts none`;
      const id = await desk.plan(letters, { changes: [line] });
      await desk.confirm(id);
      const run = desk.runner({ sliceMs: 50 });
      const take = (text: string) =>
        desk.database.query(
          'INSERT INTO booking.attempt_function_calls (function_call_id, joined_at) VALUES ($1, now())',
          [idOf(text)],
        );
      await take('first');
      await run.execute();
      expect(await desk.items(id)).toMatchObject([{ state: 'sent' }, { state: 'pending' }]);
      await desk.database.query('INSERT INTO booking.inbox (message_id, queue, replay_id) VALUES ($1, $2, $3)', [
        ...[idOf('first'), requests, id],
      ]);
      await run.execute();
      expect(await desk.items(id)).toMatchObject([{ result: 'as_predicted', did: [line] }, { state: 'sent' }]);
      expect(desk.sent.map((one) => one.queue)).toEqual([requests, requests]);
    });
  });

  it('asks in questions that are not too long, and not at all about what is no text', async () => {
    const [binary = ''] = await desk.keep(['binary'], { body: Buffer.alloc(2_000_000, 0xff) });
    // In JSON six times as long: two of them are too much for one question.
    const letters = await desk.keep(['a', 'b'], { correlationId: 'one', deadAt: new Date('2026-11-21T10:01:00Z') });
    await desk.database.query(
      `UPDATE ops.dead_letters SET body = convert_to('{"id":"' || message_id || '","x":"' || repeat(E'\\u0001', 600000) || '"}', 'UTF8')
       WHERE id = ANY ($1)`,
      [letters],
    );
    const questions: number[] = [];

    const { id } = await planReplay(
      desk.ops,
      () => async (messages) => {
        questions.push(Buffer.byteLength(JSON.stringify(messages)));
        return messages.map(() => ({
          ...{ effect: 'create', code: null, reason: '', eventId: null, handledBefore: false, changes: [] },
        }));
      },
      { selection: { filter: {} }, by: 'anna' },
    );
    expect(await desk.items(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ dead_letter_id: binary, prediction: 'fail', code: 'unreadable' }),
      ]),
    );
    expect(questions).toHaveLength(2);
    expect(Math.max(...questions)).toBeLessThan(4.1 * 1024 * 1024);
  });
});
