import { importCatalogueText } from '@callbook/catalogue';
import { BookingCreated, CallEnded, createEvent, derivedId, sampleOf } from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import { declareTopology } from '@callbook/messaging';
import {
  eventually,
  RabbitmqManagement,
  salonCatalogue,
  sharedStack,
  testDatabase,
  type TestDatabase,
  testPrefix,
} from '@callbook/testing';
import { runCommandLine } from '../src/cli/run-command-line';
import { managementWithout } from './support/management-without';

const company = 'salon-lindenhof';

const stored = (type: unknown, name: string, of: string) =>
  createEvent(type as typeof BookingCreated, sampleOf(type as typeof BookingCreated), {
    id: derivedId('spec', name),
    company: of,
    time: new Date('2026-11-21T10:00:00Z'),
    correlationId: 'call_spec',
  });

describe('callbook subscribers', () => {
  let database: TestDatabase;
  let management: RabbitmqManagement;
  let env: Record<string, string>;
  const { url, prefix, close } = testPrefix();
  const vhost = encodeURIComponent(decodeURIComponent(new URL(url).pathname.slice(1)) || '/');

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    const managementUrl = sharedStack().rabbitmqManagementUrl!;
    management = new RabbitmqManagement(managementUrl);
    env = {
      OPS_DATABASE_URL: database.urlFor('callbook_ops'),
      RABBITMQ_URL: url,
      RABBITMQ_MANAGEMENT_URL: managementUrl,
      MESSAGING_PREFIX: prefix,
    };
    await importCatalogueText(await database.connect(createDataSource), salonCatalogue, { by: 'spec' });
    await declareTopology(url, { prefix, contracts: [] });
  });
  afterAll(async () => {
    for (const { name } of await usersOfSpec()) await management.request('DELETE', `/users/${name}`);
    await Promise.all([database.close(), close()]);
  });

  const usersOfSpec = async () =>
    (await management.request<{ name: string }[]>('GET', '/users')).filter(({ name }) => name.startsWith(prefix));

  async function subscribers(...args: string[]) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const line = { env, stdout: (text: string) => stdout.push(text), stderr: (text: string) => stderr.push(text) };
    const exitCode = await runCommandLine(['subscribers', ...args], line as never);
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  }
  const json = async (...args: string[]) => {
    const { exitCode, stdout } = await subscribers(...args, '--json');
    return { exitCode, answer: JSON.parse(stdout) as Record<string, unknown> };
  };
  const add = (name: string) => json('add', name, '--company', company, '--by', 'anna');
  const listed = async () => (await json('ls')).answer.subscribers as { name: string; queues: object[] }[];
  const audited = () =>
    database.query(`SELECT actor, act, subject FROM ops.audit WHERE act LIKE 'subscriber.%' ORDER BY seq DESC LIMIT 1`);
  const acts = (name: string) =>
    database.query(`SELECT actor, act, result FROM ops.audit WHERE subject = $1 ORDER BY seq`, [`subscriber ${name}`]);
  /** Into the history. */
  const keep = (events: readonly { readonly event: unknown; readonly erased: boolean }[]) =>
    database.query(
      `INSERT INTO ops.events (day, event_id, type, company, subject, correlation_id, time, event, erased_at)
       SELECT (event->>'time')::date, (event->>'id')::uuid, event->>'type', event->>'company', event->>'subject', event->>'correlationid',
         (event->>'time')::timestamptz, CASE WHEN erased THEN NULL ELSE event END, CASE WHEN erased THEN now() END
       FROM jsonb_to_recordset($1) AS stored (event jsonb, erased boolean)`,
      [JSON.stringify(events)],
    );
  const take = async (queue: string) => {
    const all = { count: 10, ackmode: 'ack_requeue_false', encoding: 'auto' };
    const got = await management.request<{ payload: string }[]>('POST', `/queues/${vhost}/${queue}/get`, all);
    return got.map(({ payload }) => JSON.parse(payload) as { readonly id: string });
  };
  const queuesOf = async (user: string) =>
    (await management.request<{ name: string; messages?: number }[]>('GET', `/queues/${vhost}`)).filter(({ name }) =>
      name.startsWith(`${user}.`),
    );
  /** One with a queue and an exchange that hear its company's bookings. @returns its broker user */
  async function bound(name: string): Promise<string> {
    const user = String((await add(name)).answer.user);
    const queue = `${user}.events`;
    await management.request('PUT', `/queues/${vhost}/${queue}`, { durable: true });
    await management.request('PUT', `/exchanges/${vhost}/${user}.relay`, { type: 'fanout', durable: true });
    for (const end of [`q/${queue}`, `e/${user}.relay`])
      await management.request('POST', `/bindings/${vhost}/e/${prefix}callbook.public/${end}`, {
        routing_key: `booking.*.v1.${company}`,
      });
    return user;
  }
  /** The broker deletes its user, and then no queue of it. */
  async function removedByHalf(name: string): Promise<void> {
    const whole = env;
    const failing = await managementWithout(
      env.RABBITMQ_MANAGEMENT_URL!,
      (method, path) => method === 'DELETE' && path.startsWith('/api/queues/'),
    );
    env = { ...env, RABBITMQ_MANAGEMENT_URL: failing.url };
    try {
      expect(await subscribers('remove', name, '--yes', '--by', 'ben')).toMatchObject({ exitCode: 1 });
    } finally {
      env = whole;
      await failing.close();
    }
  }
  const isAccepted = async (user: string, password: string) => {
    // RabbitMQ: 401 with words of its own for a wrong password, and others for a right one without a right to look.
    const credentials = Buffer.from(`${user}:${password}`).toString('base64');
    const { origin } = new URL(env.RABBITMQ_MANAGEMENT_URL!);
    const response = await fetch(`${origin}/api/whoami`, { headers: { authorization: `Basic ${credentials}` } });
    return /not.*management/i.test(await response.text());
  };

  it('add makes a user that may reach nothing but its own queues and the public exchange, and writes down who did it', async () => {
    const { exitCode, answer } = await add('crm');
    const user = `${prefix}subscriber.crm`;
    expect({ exitCode, answer }).toMatchObject({
      exitCode: 0,
      answer: {
        user,
        queue: `${user}.events`,
        exchange: `${prefix}callbook.public`,
        bindingKey: `booking.*.v1.${company}`,
      },
    });
    const [rights] = await management.request<object[]>('GET', `/users/${user}/permissions`);
    expect(rights).toMatchObject({
      read: expect.stringContaining('callbook') as string,
      write: expect.not.stringContaining('callbook') as string,
    });
    expect(await management.request('GET', `/users/${user}/topic-permissions`)).toHaveLength(1);
    expect(await audited()).toEqual([{ actor: 'anna', act: 'subscriber.added', subject: 'subscriber crm' }]);
    expect(await isAccepted(user, String(answer.password))).toBe(true);
    expect(await isAccepted(user, 'another')).toBe(false);
  });

  it('add shows the password once, and how to bind', async () => {
    const { stdout } = await subscribers('add', 'shown', '--company', company, '--by', 'anna');
    const [first = ''] = stdout.split('\n');
    const { username, password } = new URL(first);
    expect({ username, length: password.length }).toEqual({ username: `${prefix}subscriber.shown`, length: 32 });
    expect(stdout).toContain(`booking.*.v1.${company}`);
    const everything =
      (await subscribers('ls', '--json')).stdout + JSON.stringify(await database.query('SELECT * FROM ops.audit'));
    expect(everything).not.toContain(password);
  });

  it.each([
    ['Crm', company, 2, 'small letters'],
    ['a.b', company, 2, 'small letters'],
    ['fresh', 'nobody', 1, 'callbook catalogue export'],
    ['crm', company, 1, 'callbook subscribers renew'],
  ])('add refuses %s of %s, says why, and leaves nothing behind', async (name, slug, exitCode, next) => {
    const before = await usersOfSpec();
    const refused = await subscribers('add', name, '--company', slug);
    expect(refused.exitCode).toBe(exitCode);
    expect(refused.stderr).toContain(next);
    expect(await usersOfSpec()).toEqual(before);
  });

  it('renew gives another password, after which the one before opens nothing', async () => {
    const { answer: first } = await add('renewed');
    const { answer: second } = await json('renew', 'renewed', '--by', 'ben');
    expect(second).toMatchObject({ user: first.user, company });
    expect(await isAccepted(String(first.user), String(first.password))).toBe(false);
    expect(await isAccepted(String(first.user), String(second.password))).toBe(true);
    expect(await subscribers('renew', 'stranger')).toMatchObject({ exitCode: 1 });
  });

  it('remove deletes user, policy, queues and exchanges, asks first when events wait, and may be run again', async () => {
    const user = String((await add('gone')).answer.user);
    const queue = `${user}.events`;
    await management.request('PUT', `/queues/${vhost}/${queue}`, { durable: true });
    await management.request('PUT', `/exchanges/${vhost}/${user}.dead`, { type: 'fanout', durable: true });
    await management.request('POST', `/exchanges/${vhost}/amq.default/publish`, {
      ...{ routing_key: queue, payload: 'x', payload_encoding: 'string', properties: {} },
    });
    const waiting = async () => (await listed()).find(({ name }) => name === 'gone')?.queues;
    const counted = JSON.stringify([{ name: queue, messages: 1, consumers: 0 }]);
    await eventually('the broker has counted', async () => JSON.stringify(await waiting()) === counted);
    expect(await json('ls')).toMatchObject({ exitCode: 1, answer: { away: ['gone'] } });

    expect(await subscribers('remove', 'gone')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('1 events wait') as string,
    });
    expect(await json('remove', 'gone', '--yes')).toMatchObject({ exitCode: 0, answer: { result: 'removed' } });
    expect(await listed()).not.toContainEqual(expect.objectContaining({ name: 'gone' }));
    for (const kind of ['queues', 'exchanges', 'operator-policies'])
      expect(JSON.stringify(await management.request('GET', `/${kind}/${vhost}`))).not.toContain(user);
    expect(await json('remove', 'gone')).toMatchObject({ exitCode: 0, answer: { result: 'unknown' } });
  });

  it('remove that fails half way is written down all the same', async () => {
    await bound('halved');
    await removedByHalf('halved');
    expect(await usersOfSpec()).not.toContainEqual(expect.objectContaining({ name: `${prefix}subscriber.halved` }));
    expect(await acts('halved')).toMatchObject([
      { act: 'subscriber.added', result: { begun: true, company } },
      { act: 'subscriber.added', result: { company } },
      { actor: 'ben', act: 'subscriber.removed', result: { begun: true, company, queues: 1, waiting: 0 } },
    ]);
  });

  it('remove of one that was removed by half asks first, too, when events wait, and is written down', async () => {
    const user = await bound('rest');
    await removedByHalf('rest');
    await management.request('POST', `/exchanges/${vhost}/amq.default/publish`, {
      ...{ routing_key: `${user}.events`, payload: 'x', payload_encoding: 'string', properties: {} },
    });
    await eventually('the broker has counted', async () => (await queuesOf(user))[0]?.messages === 1);
    const before = await acts('rest');

    const refused = await subscribers('remove', 'rest');
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('1 events wait') as string });
    expect(await queuesOf(user)).toHaveLength(1);
    expect(await acts('rest')).toEqual(before);
    expect(await json('remove', 'rest', '--yes', '--by', 'eva')).toMatchObject({
      exitCode: 0,
      answer: { result: 'rest_removed', queues: [{ messages: 1 }] },
    });
    expect(await queuesOf(user)).toEqual([]);
    const done = { company: null, queues: 1, waiting: 1 };
    expect((await acts('rest')).slice(before.length)).toEqual([
      { actor: 'eva', act: 'subscriber.removed', result: { begun: true, ...done } },
      { actor: 'eva', act: 'subscriber.removed', result: done },
    ]);
  });

  it('add hands over no queue that one of that name left bound for another company', async () => {
    const user = await bound('heir');
    await removedByHalf('heir');
    const bindings = () =>
      management.request<object[]>('GET', `/exchanges/${vhost}/${prefix}callbook.public/bindings/source`);
    for (const left of ['events', 'relay']) expect(JSON.stringify(await bindings())).toContain(`${user}.${left}`);

    const added = await json('add', 'heir', '--company', 'praxis-am-markt', '--by', 'anna');
    expect(added).toMatchObject({ exitCode: 0, answer: { company: 'praxis-am-markt' } });
    expect(await queuesOf(user)).toEqual([]);
    expect(JSON.stringify(await bindings())).not.toContain(user);
    expect((await acts('heir')).at(-1)).toEqual({
      actor: 'anna',
      act: 'subscriber.added',
      result: { company: 'praxis-am-markt', removedQueues: 1, removedEvents: 0 },
    });
  });

  it('resend sends stored events to one queue, without uids, with their ids, and nothing of erased people or of others', async () => {
    const user = String((await add('late')).answer.user);
    const resend = (...args: string[]) => json('resend', 'late', '--since', '2026-11-20', '--by', 'eva', ...args);
    const noQueue = await subscribers('resend', 'late', '--since', '2026-11-20');
    expect(noQueue).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('has no queue') as string });
    const queue = `${user}.events`;
    await management.request('PUT', `/queues/${vhost}/${queue}`, { durable: true });
    await keep([
      { event: stored(BookingCreated, 'one', company), erased: false },
      { event: stored(BookingCreated, 'of somebody else', 'praxis-am-markt'), erased: false },
      { event: stored(BookingCreated, 'of an erased person', company), erased: true },
      { event: stored(CallEnded, 'a call', company), erased: false },
    ]);
    expect(await resend()).toMatchObject({ exitCode: 0, answer: { sent: 0 } });
    expect(await resend('--yes')).toMatchObject({ exitCode: 0, answer: { sent: 1 } });
    const got = await take(queue);
    expect(got.map(({ id }) => id)).toEqual([derivedId('spec', 'one')]);
    expect(JSON.stringify(got)).not.toContain('sampleUid');
    expect(await audited()).toEqual([{ actor: 'eva', act: 'subscriber.resent', subject: 'subscriber late' }]);
  });

  it('resend passes over what breaks its contract, sends the rest, and names what it left out', async () => {
    const user = String((await add('broken')).answer.user);
    const queue = `${user}.events`;
    await management.request('PUT', `/queues/${vhost}/${queue}`, { durable: true });
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 18, 10, minute));
    const [first, broken, last] = [1, 2, 3].map((minute) => ({
      ...stored(BookingCreated, `around the broken one ${minute}`, company),
      time: at(minute).toISOString(),
    }));
    await keep([
      { event: first, erased: false },
      { event: { ...broken, data: { ...broken!.data, start: 'soon' } }, erased: false },
      { event: last, erased: false },
    ]);
    const resend = ['resend', 'broken', '--since', '2026-11-18', '--until', '2026-11-19', '--by', 'eva', '--yes'];
    expect(await json(...resend)).toMatchObject({ exitCode: 1, answer: { ok: false, sent: 2, skipped: [broken!.id] } });
    expect((await take(queue)).map(({ id }) => id)).toEqual([first!.id, last!.id]);
    const { stdout } = await subscribers(...resend);
    expect(stdout).toContain(`1 events were left out`);
    expect(stdout).toContain(broken!.id);
    const [{ result }] = (await database.query(
      `SELECT result FROM ops.audit WHERE act = 'subscriber.resent' AND subject = 'subscriber broken' ORDER BY seq DESC LIMIT 1`,
    )) as [{ result: object }];
    expect(result).toEqual({ sent: 2, skipped: 1, skippedIds: [broken!.id] });
  });

  it('says what is wrong when the management API is missing, away, or refuses', async () => {
    const whole = env;
    const { RABBITMQ_MANAGEMENT_URL: given, ...without } = whole;
    const refused = Object.assign(new URL(given!), { password: 'wrong' }).toString();
    for (const [RABBITMQ_MANAGEMENT_URL, exitCode] of [
      ['', 2],
      ['http://a:b@127.0.0.1:1', 1],
      [refused, 1],
    ] as const) {
      env = { ...without, RABBITMQ_MANAGEMENT_URL };
      const told = await subscribers('ls');
      expect(told).toMatchObject({ exitCode, stderr: expect.stringContaining('RABBITMQ_MANAGEMENT_URL') as string });
      expect(told.stderr).not.toContain('wrong');
    }
    env = whole;
  });
});
