import { BookingRequested, CallEnded } from '@callbook/contracts';
import { historyHeader } from '@callbook/messaging';
import { eventually, RabbitmqManagement, sharedStack } from '@callbook/testing';
import { tailEventsCommand } from '../src/cli/commands/tail-events';
import { runCommandLine } from '../src/cli/run-command-line';
import { HistoryFixture } from './support/running-history';
import { callOf, told } from './support/told';

interface Taken {
  readonly payload: string;
  readonly properties: { readonly message_id: string; readonly type: string; readonly headers: object };
}

describe('callbook events', () => {
  let fixture: HistoryFixture;
  const began = new Date(Date.now() - 60_000);
  const started = Array.from({ length: 12 }, (_, index) =>
    callOf(`call_told_${index % 3}`, new Date(began.getTime() + index * 1_000)),
  );
  const ended = told(CallEnded, { time: new Date(began.getTime() + 20_000), correlationId: 'call_told_1' });
  const management = new RabbitmqManagement(sharedStack().rabbitmqManagementUrl ?? '');

  beforeAll(async () => {
    fixture = await HistoryFixture.open();
    await fixture.start();
    await fixture.publish(...started, ended, told(BookingRequested, { correlationId: 'call_told_2' }));
    await eventually('all of it to be kept', async () => (await fixture.kept(...ids(started), ended.id)).length === 13);
  });
  afterAll(() => fixture.close());

  const ids = (events: readonly { id: string }[]) => events.map(({ id }) => id);
  const env = () => ({
    OPS_DATABASE_URL: fixture.database.urlFor('callbook_ops'),
    RABBITMQ_URL: fixture.broker.url,
    MESSAGING_PREFIX: fixture.broker.prefix,
  });

  async function run(...args: string[]): Promise<{ code: number; json: Record<string, unknown>; stderr: string }> {
    let [stdout, stderr] = ['', ''];
    const code = await runCommandLine(['events', ...args, '--json'], {
      env: env(),
      stdout: (text) => void (stdout += text),
      stderr: (text) => void (stderr += text),
    });
    return { code, json: JSON.parse(stdout) as Record<string, unknown>, stderr };
  }
  const shownIds = (json: Record<string, unknown>) => ids(json.events as { id: string }[]);

  /** Takes what lies in a queue. */
  const take = (queue: string) =>
    management.request<Taken[]>('POST', `/queues/%2F/${encodeURIComponent(fixture.broker.prefix + queue)}/get`, {
      count: 1_000,
      ackmode: 'ack_requeue_false',
      encoding: 'auto',
    });

  it('show tells the story of a call, oldest first', async () => {
    const { code, json } = await run('show', '--call', 'call_told_1');
    expect(code).toBe(0);
    expect(shownIds(json)).toEqual([...[1, 4, 7, 10].map((index) => started[index]!.id), ended.id]);
  });

  it('show finds by type, with or without version, and by time', async () => {
    const since = started[2]!.time;
    const until = started[5]!.time;
    expect(shownIds((await run('show', '--since', since, '--until', until)).json)).toEqual(ids(started.slice(2, 5)));
    expect(shownIds((await run('show', '--since', '1h', '--type', 'call.ended')).json)).toEqual([ended.id]);
    expect(shownIds((await run('show', '--since', '1h', '--type', 'call.*', '--company', 'none')).json)).toEqual([]);
  });

  it('show says where to go on when there is more', async () => {
    const { json } = await run('show', '--since', '1h', '--type', 'call.started.v1', '--limit', '5');
    expect(json).toMatchObject({ more: true, next: started[4]!.time });
    expect(shownIds(json)).toEqual(ids(started.slice(0, 5)));
  });

  it('show shows one event as it was told', async () => {
    const { json } = await run('show', ended.id);
    expect(json).toMatchObject({ ok: true, event: JSON.parse(JSON.stringify(ended)) as object });
  });

  it.each([
    [['show', 'x'], 2, 'is not the id of an event'],
    [['show', '00000000-0000-4000-8000-000000000000'], 1, 'has no event'],
    [['show'], 2, 'Which events?'],
    [['show', '--since', 'soon'], 2, 'is no moment'],
    [['show', '--since', '1h', '--limit', '0'], 2, 'is not a whole number'],
    [['replay', '--since', '1h', '--to', 'booking.booking-requested'], 1, 'would be booked again'],
    [['replay', '--since', '1h', '--to', 'records.nothing'], 1, 'No contract names'],
    [['replay', '--since', '1h', '--to', 'records.call-ended', '--type', 'call.started'], 1, 'takes no such events'],
  ])('refuses %j with exit code %d and the reason', async (args, expected, why) => {
    const { code, json } = await run(...args);
    expect([code, json.problem]).toEqual([expected, expect.stringContaining(why)]);
    expect(json.next).not.toBe('');
  });

  it('tail begins with the last ones and goes on with those that come', async () => {
    const lines: string[] = [];
    const stop = new AbortController();
    const line = { env: env(), stdout: (text: string) => void lines.push(text), stderr: () => undefined };
    const tail = tailEventsCommand(line, { last: '1', type: 'call.ended', json: true }, stop.signal);
    await eventually('the last one', () => lines.length === 1);
    const next = told(CallEnded, { correlationId: 'call_tailed' });
    await fixture.publish(callOf('call_of_another_type'), next);
    await eventually('the next one', () => lines.length === 2);
    stop.abort();
    await tail;
    expect(lines.map((text) => (JSON.parse(text) as { id: string }).id)).toEqual([ended.id, next.id]);
  });

  it('replay says what it would send, and sends nothing', async () => {
    await take('records.call-started');
    const { code, json } = await run(
      'replay',
      '--since',
      '1h',
      '--until',
      started[6]!.time,
      '--to',
      'records.call-started',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({ total: 6, sent: 0, counts: [{ type: 'call.started.v1', count: 6 }] });
    expect(await take('records.call-started')).toEqual([]);
  });

  it('replay tells one queue alone, oldest first, under the ids they had, marked as history, and writes down who did', async () => {
    for (const queue of ['records.call-started', 'records.call-ended', 'ops.public-copies']) await take(queue);
    const before = await fixture.database.query('SELECT count(*) FROM ops.events');
    const { json } = await run(
      'replay',
      '--since',
      '1h',
      '--call',
      'call_told_2',
      '--to',
      'records.call-started',
      '--yes',
      '--by',
      'anna',
    );
    expect(json).toMatchObject({ ok: true, sent: 4, stopped: false });
    const sent = await take('records.call-started');
    const wanted = [2, 5, 8, 11].map((index) => started[index]!);
    expect(sent.map(({ properties }) => properties)).toMatchObject(
      wanted.map(({ id, type }) => ({ message_id: id, type, headers: { [historyHeader]: true } })),
    );
    expect(sent.map(({ payload }) => JSON.parse(payload) as object)).toEqual(
      wanted.map((event) => JSON.parse(JSON.stringify(event)) as object),
    );
    expect(await take('records.call-ended')).toEqual([]);
    expect(await take('ops.public-copies')).toEqual([]);
    expect(await fixture.database.query('SELECT count(*) FROM ops.events')).toEqual(before);
    expect(
      await fixture.database.query(
        `SELECT actor, subject, result ->> 'sent' AS sent FROM ops.audit WHERE act = 'events.replayed' ORDER BY seq`,
      ),
    ).toEqual([
      { actor: 'anna', subject: 'records.call-started', sent: null },
      { actor: 'anna', subject: 'records.call-started', sent: '4' },
    ]);
  });

  it('replay keeps to its rate', async () => {
    const from = performance.now();
    await run('replay', '--since', '1h', '--to', 'records.call-started', '--rate', '8', '--yes');
    expect(performance.now() - from).toBeGreaterThan(1_400);
    await take('records.call-started');
  });

  it('replay refuses a queue that is gone', async () => {
    const name = encodeURIComponent(`${fixture.broker.prefix}records.call-ended`);
    await management.request('DELETE', `/queues/%2F/${name}`);
    const { code, json } = await run('replay', '--since', '1h', '--to', 'records.call-ended', '--yes');
    expect([code, json.problem]).toEqual([1, expect.stringContaining('The broker has no queue records.call-ended')]);
    expect(json.next).toContain('callbook topology declare');
  });
});
