import { declareTopology } from '@callbook/messaging';
import { migrate, roles } from '@callbook/database';
import {
  eventually,
  RabbitmqManagement,
  sharedStack,
  testDatabase,
  type TestDatabase,
  testVhost,
  type TestVhost,
} from '@callbook/testing';
import { runCommandLine } from '../src/cli/run-command-line';
import { RawBroker } from './support/raw-broker';

const queue = 'records.booking-created';

/** A virtual host of its own, for these commands are about all queues there are. */
describe('callbook topology and queues', () => {
  let vhost: TestVhost;
  let database: TestDatabase;
  let raw: RawBroker;
  let env: Record<string, string>;
  beforeAll(async () => {
    [vhost, database] = await Promise.all([testVhost(), testDatabase({ migrate, roles })]);
    raw = new RawBroker({ url: vhost.url, prefix: '' });
    env = {
      RABBITMQ_URL: vhost.url,
      RABBITMQ_MANAGEMENT_URL: sharedStack().rabbitmqManagementUrl ?? '',
      OPS_DATABASE_URL: database.urlFor('callbook_ops'),
    };
  }, 60_000);
  afterAll(async () => {
    await vhost.close();
    await database.close();
  });

  async function callbook(args: string[], settings: Record<string, string> = {}) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const exitCode = await runCommandLine(args, {
      env: { ...env, ...settings },
      stdout: (text) => void stdout.push(text),
      stderr: (text) => void stderr.push(text),
    });
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  }
  const withoutManagement = { RABBITMQ_MANAGEMENT_URL: '' };
  const management = () => new RabbitmqManagement(sharedStack().rabbitmqManagementUrl ?? '');
  const host = () => encodeURIComponent(new URL(vhost.url).pathname.slice(1));
  const unbind = () =>
    management().request(
      'DELETE',
      `/bindings/${host()}/e/callbook.events/q/${queue}/${encodeURIComponent('booking.created.v1.*')}`,
    );

  it('check names everything that an empty broker lacks', async () => {
    const { exitCode, stdout } = await callbook(['topology', 'check']);
    expect(exitCode).toBe(1);
    for (const line of [
      'exchange callbook.events is missing. Repair: callbook topology declare',
      `queue ${queue} is missing. Repair: callbook topology declare`,
      `queue ${queue}.dead is missing. Repair: callbook topology declare`,
      'queue callbook.retry.5s is missing. Repair: callbook topology declare',
    ])
      expect(stdout.split('\n')).toContain(line);
    expect((await callbook(['topology', 'check'], withoutManagement)).stdout).toContain(`queue ${queue} is missing`);
  });

  it('check is satisfied once all is declared; without the management API it cannot tell of bindings', async () => {
    expect(await callbook(['topology', 'declare'])).toMatchObject({ exitCode: 0 });
    expect(await callbook(['topology', 'check'])).toEqual({
      exitCode: 0,
      stdout: 'The broker has all it should have.\n',
      stderr: '',
    });
    const blind = await callbook(['topology', 'check'], withoutManagement);
    expect(blind).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('set RABBITMQ_MANAGEMENT_URL') as string,
    });
  }, 60_000);

  it('check names a binding that somebody removed, and declare repairs it', async () => {
    await unbind();
    const { exitCode, stdout } = await callbook(['topology', 'check']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      `binding ${queue} is not bound to callbook.events with "booking.created.v1.*". Repair: callbook topology declare`,
    );
    await callbook(['topology', 'declare']);
    expect((await callbook(['topology', 'check'])).exitCode).toBe(0);
  });

  it.each([[{}], [withoutManagement]])('check names an argument that is another one, with %j', async (settings) => {
    const { exitCode, stdout } = await callbook(['topology', 'check'], { ...settings, DELIVERY_LIMIT: '30' });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(new RegExp(`queue ${queue} .*x-delivery-limit.*Repair: callbook topology migrate`));
  });

  it('queues shows what waits, and that nobody consumes it', async () => {
    await raw.put(queue, { body: 'one', properties: { message_id: 'm1' }, headers: { mine: 'kept' } });
    await raw.put(`${queue}.dead`, { body: 'two', properties: { message_id: 'm2' } });
    await eventually('both to be counted', async () => {
      const { stdout } = await callbook(['queues', '--json'], withoutManagement);
      const { queues } = JSON.parse(stdout) as { queues: { queue: string; ready: number; deadAtBroker: number }[] };
      const line = queues.find((one) => one.queue === queue);
      return line?.ready === 1 && line.deadAtBroker === 1;
    });
    const { exitCode, stdout } = await callbook(['queues']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain(`${queue}: nobody consumes it: is records running?`);
    expect(stdout).toContain('On the rungs: 5s 0, 30s 0, 2m 0, 10m 0, 1h 0.');
  });

  it('migrate shows what it would do, and keeps every message when it does it', async () => {
    const limit = { DELIVERY_LIMIT: '30' };
    const shown = await callbook(['topology', 'migrate'], limit);
    expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Nothing was changed.') as string });
    expect((await callbook(['topology', 'check'])).exitCode).toBe(0);
    for (const body of ['three', 'four']) await raw.put(queue, { body, properties: { message_id: body } });
    const done = await callbook(['topology', 'migrate', '--yes', '--json'], limit);
    expect(done.exitCode).toBe(0);
    expect((JSON.parse(done.stdout) as { queues: object[] }).queues).toContainEqual({ queue, moved: 3 });
    expect(await callbook(['topology', 'check'], limit)).toMatchObject({ exitCode: 0 });
    const kept = await raw.take(queue);
    expect(kept.map(({ payload }) => payload)).toEqual(['one', 'three', 'four']);
    expect(kept[0]?.properties).toMatchObject({ message_id: 'm1', headers: { mine: 'kept' } });
    expect(await management().request<object[]>('GET', `/queues/${host()}?columns=name`)).not.toContainEqual({
      name: expect.stringContaining('.moving') as string,
    });
  }, 60_000);

  it('migrate finishes what was interrupted', async () => {
    const beside = `${queue}.moving`;
    const path = (name: string) => `/queues/${host()}/${encodeURIComponent(name)}`;
    const args = { 'x-queue-type': 'quorum', 'x-overflow': 'reject-publish', 'x-delivery-limit': 1_000_000 };
    await management().request('PUT', path(beside), { durable: true, arguments: args });
    await raw.put(beside, { body: 'saved', properties: { message_id: 'saved' } });
    const limit = { DELIVERY_LIMIT: '30' };
    for (const settings of [limit, { ...limit, ...withoutManagement }])
      expect((await callbook(['topology', 'check'], settings)).stdout).toContain(
        `queue ${queue} has messages in ${beside}.`,
      );
    expect((await callbook(['topology', 'migrate', '--yes'], limit)).exitCode).toBe(0);
    expect((await raw.take(queue)).map(({ payload }) => payload)).toEqual(['saved']);
  }, 60_000);

  it('migrate refuses while messages wait on a rung', async () => {
    await management().request('POST', `/exchanges/${host()}/callbook.retry.1h/publish`, {
      ...{ routing_key: queue, properties: { delivery_mode: 2 }, payload: 'later', payload_encoding: 'string' },
    });
    const refused = await callbook(['topology', 'migrate', '--yes'], { DELIVERY_LIMIT: '20' });
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Messages wait on the rungs 1h') as string,
    });
    await raw.take('callbook.retry.1h');
  });

  it('says what to do about a broker that is not there', async () => {
    const away = { RABBITMQ_URL: 'amqp://127.0.0.1:1', RABBITMQ_MANAGEMENT_URL: '' };
    for (const args of [['queues'], ['topology', 'check'], ['topology', 'migrate']])
      expect(await callbook(args, away)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('Start RabbitMQ') as string,
      });
  });

  it('declare says that migrate changes arguments', async () => {
    await expect(declareTopology(vhost.url, { deliveryLimit: 31 })).rejects.toMatchObject({ code: 406 });
    const { exitCode, stderr } = await callbook(['topology', 'declare'], { DELIVERY_LIMIT: '31' });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('callbook topology migrate') as string,
    });
  });
});
