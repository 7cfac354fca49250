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

  it('resend sends stored events to one queue, without uids, with their ids, and nothing of erased people or of others', async () => {
    const user = String((await add('late')).answer.user);
    const resend = (...args: string[]) => json('resend', 'late', '--since', '2026-11-20', '--by', 'eva', ...args);
    const noQueue = await subscribers('resend', 'late', '--since', '2026-11-20');
    expect(noQueue).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('has no queue') as string });
    const queue = `${user}.events`;
    await management.request('PUT', `/queues/${vhost}/${queue}`, { durable: true });
    await database.query(
      `INSERT INTO ops.events (day, event_id, type, company, subject, correlation_id, time, event, erased_at)
       SELECT (event->>'time')::date, (event->>'id')::uuid, event->>'type', event->>'company', event->>'subject', event->>'correlationid',
         (event->>'time')::timestamptz, CASE WHEN erased THEN NULL ELSE event END, CASE WHEN erased THEN now() END
       FROM jsonb_to_recordset($1) AS stored (event jsonb, erased boolean)`,
      [
        JSON.stringify([
          { event: stored(BookingCreated, 'one', company), erased: false },
          { event: stored(BookingCreated, 'of somebody else', 'praxis-am-markt'), erased: false },
          { event: stored(BookingCreated, 'of an erased person', company), erased: true },
          { event: stored(CallEnded, 'a call', company), erased: false },
        ]),
      ],
    );
    expect(await resend()).toMatchObject({ exitCode: 0, answer: { sent: 0 } });
    expect(await resend('--yes')).toMatchObject({ exitCode: 0, answer: { sent: 1 } });
    const take = { count: 10, ackmode: 'ack_requeue_false', encoding: 'auto' };
    const got = await management.request<{ payload: string }[]>('POST', `/queues/${vhost}/${queue}/get`, take);
    expect(got.map(({ payload }) => (JSON.parse(payload) as { id: string }).id)).toEqual([derivedId('spec', 'one')]);
    expect(JSON.stringify(got)).not.toContain('sampleUid');
    expect(await audited()).toEqual([{ actor: 'eva', act: 'subscriber.resent', subject: 'subscriber late' }]);
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
