import { BrokerBlockedError, ConfirmTimeoutError, NackedError, NotConnectedError } from '@callbook/messaging';
import { undoLetter } from '../src/dead-letters/acts/undo-letter';
import { ReplayAlone } from '../src/dead-letters/replay-alone';
import { keepLetters } from '../src/dead-letters/keep-letters';
import { settleSent } from '../src/replays/settle-sent';
import { idOf, letterOf, queue, ReplayDesk } from './support/replay-desk';

const requests = 'booking.booking-requested';
const ofTheLimit = { code: 'delivery_limit', diedOf: 'delivery_limit', retries: null } as const;

/** Nobody consumes, and sends end as the spec says. */
describe('a letter that is sent alone', () => {
  let desk: ReplayDesk;
  let alone: ReplayAlone;
  /** Whether there is a connection to the broker. */
  let isThere: boolean;
  beforeAll(async () => {
    desk = await ReplayDesk.open();
  }, 60_000);
  afterAll(() => desk.close());
  beforeEach(async () => {
    await desk.clear();
    isThere = true;
    const look = async () => {
      if (!isThere) throw new NotConnectedError();
      return { messagesReady: 0, consumers: 1 };
    };
    const send: typeof desk.sender.send = (to, message) =>
      isThere ? desk.sender.send(to, message) : Promise.reject(new NotConnectedError());
    alone = new ReplayAlone(desk.ops, { send, look });
  });

  const die = async (text: string, at: string, to = queue) =>
    (await desk.keep([text], { ...ofTheLimit, queue: to, deadAt: new Date(at) }))[0]!;
  const sentIds = () => desk.sent.map(({ message }) => message.messageId);
  const acts = async () =>
    (await desk.database.query<{ act: string }>('SELECT act FROM ops.audit ORDER BY seq')).map(({ act }) => act);
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn += 1) await alone.execute();
  };
  /** How it stands; each commit that touches it makes another version. */
  const row = async (id: string) =>
    (
      await desk.database.query<{ version: string; state: string; since: string; tries: number; alone: boolean }>(
        `SELECT xmin::text AS version, state, state_since::text AS since, alone_tries AS tries, alone
         FROM ops.dead_letters WHERE id = $1`,
        [id],
      )
    )[0]!;
  /** As if the time for another try had come. */
  const later = () =>
    desk.database.query(
      `UPDATE ops.dead_letters SET alone_next_at = now() - interval '1 second' WHERE alone_next_at IS NOT NULL`,
    );

  it('to booking keeps the next back until it is handled, not only taken on', async () => {
    const first = await die('first', '2026-11-21T10:00:00Z', requests);
    const second = await die('second', '2026-11-21T10:01:00Z', requests);
    await desk.database.query(
      'INSERT INTO booking.attempt_function_calls (function_call_id, joined_at) VALUES ($1, now())',
      [idOf('first')],
    );
    for (let turn = 0; turn < 3; turn += 1) {
      await settleSent(desk.ops);
      await alone.execute();
    }
    expect([await desk.state(first), await desk.state(second)]).toEqual(['replaying', 'open']);
    await desk.database.query('INSERT INTO booking.inbox (message_id, queue, replay_id) VALUES ($1, $2, $3)', [
      ...[idOf('first'), requests, first],
    ]);
    await settleSent(desk.ops);
    await alone.execute();
    expect([await desk.state(first), await desk.state(second)]).toEqual(['resolved', 'replaying']);
    expect(sentIds()).toEqual([idOf('first'), idOf('second')]);
  });

  it('waits for its next try when its queue refuses it, and others do not wait for it', async () => {
    const full = await die('full', '2026-11-21T10:00:00Z');
    const other = await die('other', '2026-11-21T10:01:00Z', requests);
    desk.outcome = ({ messageId }) =>
      messageId === idOf('full') ? Promise.reject(new NackedError('full')) : Promise.resolve();
    await turns(3);
    expect([await desk.state(full), await desk.state(other)]).toEqual(['open', 'replaying']);
    expect(sentIds()).toEqual([idOf('full'), idOf('other')]);
    desk.outcome = async () => {};
    await later();
    await alone.execute();
    expect(await desk.state(full)).toBe('replaying');
    expect(await acts()).toEqual(['sent alone', 'sent alone']);
  });

  it('is waited for by the next of its queue while that refuses it', async () => {
    const full = await die('full', '2026-11-21T10:00:00Z');
    const next = await die('next', '2026-11-21T10:01:00Z');
    const before = await row(full);
    desk.outcome = () => Promise.reject(new NackedError('full'));
    await turns(4);
    expect(sentIds()).toEqual([idOf('full')]);
    expect(await row(full)).toMatchObject({ state: 'open', since: before.since, tries: 1, alone: false });
    expect(await row(next)).toMatchObject({ state: 'open', tries: 0, alone: false });
    desk.outcome = async () => {};
    await later();
    await turns(2);
    expect(sentIds()).toEqual([idOf('full'), idOf('full')]);
    expect([await desk.state(full), await desk.state(next)]).toEqual(['replaying', 'open']);
  });

  it('is left to an operator when it was refused several times', async () => {
    const full = await die('full', '2026-11-21T10:00:00Z');
    desk.outcome = () => Promise.reject(new NackedError('full'));
    for (let turn = 0; turn < 10; turn += 1) {
      await alone.execute();
      await later();
    }
    expect(desk.sent).toHaveLength(5);
    expect(await desk.state(full)).toBe('open');
    expect(await acts()).toEqual(['not sent alone']);
  });

  it('stays on its way when no confirm came, is sent again after a while, and resolved when it is handled', async () => {
    const unsure = await die('unsure', '2026-11-21T10:00:00Z');
    const other = await die('other', '2026-11-21T10:01:00Z', requests);
    desk.outcome = ({ messageId }) =>
      messageId === idOf('unsure') ? Promise.reject(new ConfirmTimeoutError('no confirm')) : Promise.resolve();
    await expect(alone.execute()).rejects.toThrow(ConfirmTimeoutError);
    await alone.execute();
    expect([await desk.state(unsure), await desk.state(other)]).toEqual(['replaying', 'replaying']);
    await later();
    await expect(alone.execute()).rejects.toThrow(ConfirmTimeoutError);
    expect(sentIds()).toEqual([idOf('unsure'), idOf('other'), idOf('unsure')]);
    await desk.handled('unsure', unsure);
    await settleSent(desk.ops);
    await later();
    await alone.execute();
    expect(await desk.state(unsure)).toBe('resolved');
    expect(desk.sent).toHaveLength(3);
  });

  it('uses up no try while the broker is away, when an earlier send may have arrived', async () => {
    const unsure = await die('unsure', '2026-11-21T10:00:00Z');
    desk.outcome = () => Promise.reject(new ConfirmTimeoutError('no confirm'));
    await expect(alone.execute()).rejects.toThrow(ConfirmTimeoutError);
    const before = await row(unsure);
    desk.outcome = () => Promise.reject(new NotConnectedError());
    for (let turn = 0; turn < 4; turn += 1) {
      await later();
      await expect(alone.execute()).rejects.toThrow(NotConnectedError);
    }
    expect(await row(unsure)).toMatchObject({ state: 'replaying', since: before.since, tries: 1, alone: true });
    expect(await acts()).toEqual([]);
    desk.outcome = async () => {};
    await later();
    await alone.execute();
    expect(await acts()).toEqual(['sent alone']);
  });

  it.each([
    ['no send of it was confirmed', 5],
    ['the last was not confirmed after others were refused', 1],
  ])('stays on its way, and is sent no more, when %s: it may be handled', async (_, unconfirmed) => {
    const unsure = await die('unsure', '2026-11-21T10:00:00Z');
    let sends = 0;
    desk.outcome = () => {
      sends += 1;
      return Promise.reject(sends > 5 - unconfirmed ? new ConfirmTimeoutError('no confirm') : new NackedError('full'));
    };
    for (let turn = 0; turn < 8; turn += 1) {
      await alone.execute().catch((error: unknown) => expect(error).toBeInstanceOf(ConfirmTimeoutError));
      await later();
    }
    expect(sends).toBe(5);
    expect(await desk.state(unsure)).toBe('replaying');
    expect(await acts()).toEqual(['not sent alone']);
    await undoLetter(desk.ops, unsure, { by: 'eva', why: 'it is nowhere' });
    expect(await desk.state(unsure)).toBe('open');
  });

  it('is sent by whoever comes after a process that died before it sent it', async () => {
    const marked = await die('marked', '2026-11-21T10:00:00Z');
    await desk.database.query(
      `UPDATE ops.dead_letters SET state = 'replaying', alone = true, alone_tries = 1, alone_next_at = now() - interval '1 second'`,
    );
    await alone.execute();
    expect(sentIds()).toEqual([idOf('marked')]);
    expect(await desk.state(marked)).toBe('replaying');
  });

  it('is not touched while the broker is away, however long', async () => {
    const letter = await die('patient', '2026-11-21T10:00:00Z');
    const before = await row(letter);
    isThere = false;
    for (let turn = 0; turn < 8; turn += 1) await expect(alone.execute()).rejects.toThrow(NotConnectedError);
    expect(await row(letter)).toEqual(before);
    isThere = true;
    await alone.execute();
    expect(await desk.state(letter)).toBe('replaying');
    expect(await acts()).toEqual(['sent alone']);
  });

  it.each([new NotConnectedError(), new BrokerBlockedError()])(
    'is open as before, and since when it was, when at its send there is $name',
    async (error) => {
      const letter = await die('unlucky', '2026-11-21T10:00:00Z');
      const before = await row(letter);
      desk.outcome = () => Promise.reject(error);
      for (let turn = 0; turn < 8; turn += 1) {
        await expect(alone.execute()).rejects.toThrow(error);
        await later();
      }
      expect(await row(letter)).toEqual({ ...before, version: expect.any(String) as string });
      desk.outcome = async () => {};
      await alone.execute();
      expect(await desk.state(letter)).toBe('replaying');
      expect(await acts()).toEqual(['sent alone']);
    },
  );

  it('is not tried each second while the broker takes nothing', async () => {
    await die('blocked', '2026-11-21T10:00:00Z');
    desk.outcome = () => Promise.reject(new BrokerBlockedError());
    await expect(alone.execute()).rejects.toThrow(BrokerBlockedError);
    await turns(3);
    expect(desk.sent).toHaveLength(1);
  });

  it('is not sent a second time when it died again before the confirm was missed', async () => {
    const letter = await die('dies', '2026-11-21T10:00:00Z');
    desk.outcome = async () => {
      await keepLetters(desk.ops, [letterOf('dies', { ...ofTheLimit, deadAt: new Date('2026-11-21T10:05:00Z') })]);
      throw new ConfirmTimeoutError('no confirm');
    };
    await expect(alone.execute()).rejects.toThrow(ConfirmTimeoutError);
    await later();
    expect(await alone.execute()).toBe(false);
    expect(await desk.state(letter)).toBe('open');
    expect(desk.sent).toHaveLength(1);
  });

  it('needs an id to see its end by', async () => {
    await desk.keep(['nameless'], { ...ofTheLimit, messageId: null });
    expect(await alone.execute()).toBe(false);
    expect(desk.sent).toEqual([]);
  });
});
