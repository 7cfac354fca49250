import { ConfirmTimeoutError, NackedError, NotConnectedError } from '@callbook/messaging';
import { ReplayAlone } from '../src/dead-letters/replay-alone';
import { keepLetters } from '../src/dead-letters/keep-letters';
import { idOf, letterOf, queue, ReplayDesk } from './support/replay-desk';

const requests = 'booking.booking-requested';
const ofTheLimit = { code: 'delivery_limit', diedOf: 'delivery_limit', retries: null } as const;

/** Nobody consumes, and sends end as the spec says. */
describe('a letter that is sent alone', () => {
  let desk: ReplayDesk;
  let alone: ReplayAlone;
  beforeAll(async () => {
    desk = await ReplayDesk.open();
  }, 60_000);
  afterAll(() => desk.close());
  beforeEach(async () => {
    await desk.clear();
    alone = new ReplayAlone(desk.ops, desk.sender);
  });

  const die = async (text: string, at: string, to = queue) =>
    (await desk.keep([text], { ...ofTheLimit, queue: to, deadAt: new Date(at) }))[0]!;
  const sentIds = () => desk.sent.map(({ message }) => message.messageId);
  const acts = async () =>
    (await desk.database.query<{ act: string }>('SELECT act FROM ops.audit ORDER BY seq')).map(({ act }) => act);
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
    for (let turns = 0; turns < 3; turns += 1) await alone.execute();
    expect([await desk.state(first), await desk.state(second)]).toEqual(['replaying', 'open']);
    await desk.database.query('INSERT INTO booking.inbox (message_id, queue, replay_id) VALUES ($1, $2, $3)', [
      ...[idOf('first'), requests, first],
    ]);
    await alone.execute();
    expect([await desk.state(first), await desk.state(second)]).toEqual(['resolved', 'replaying']);
    expect(sentIds()).toEqual([idOf('first'), idOf('second')]);
  });

  it('waits for its next try when its queue refuses it, and others do not wait for it', async () => {
    const full = await die('full', '2026-11-21T10:00:00Z');
    const other = await die('other', '2026-11-21T10:01:00Z', requests);
    desk.outcome = ({ messageId }) =>
      messageId === idOf('full') ? Promise.reject(new NackedError('full')) : Promise.resolve();
    for (let turns = 0; turns < 3; turns += 1) await alone.execute();
    expect([await desk.state(full), await desk.state(other)]).toEqual(['open', 'replaying']);
    expect(sentIds()).toEqual([idOf('full'), idOf('other')]);
    desk.outcome = async () => {};
    await later();
    await alone.execute();
    expect(await desk.state(full)).toBe('replaying');
    expect(await acts()).toEqual(['sent alone', 'sent alone']);
  });

  it('is left to an operator when it was refused several times', async () => {
    const full = await die('full', '2026-11-21T10:00:00Z');
    desk.outcome = () => Promise.reject(new NackedError('full'));
    for (let turns = 0; turns < 10; turns += 1) {
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
    await later();
    await alone.execute();
    expect(await desk.state(unsure)).toBe('resolved');
    expect(desk.sent).toHaveLength(3);
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

  it('is open as before while the broker is away, however long', async () => {
    const letter = await die('patient', '2026-11-21T10:00:00Z');
    desk.outcome = () => Promise.reject(new NotConnectedError());
    for (let turns = 0; turns < 8; turns += 1) await expect(alone.execute()).rejects.toThrow(NotConnectedError);
    expect(await desk.state(letter)).toBe('open');
    desk.outcome = async () => {};
    await alone.execute();
    expect(await desk.state(letter)).toBe('replaying');
    expect(await acts()).toEqual(['sent alone']);
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
