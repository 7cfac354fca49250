import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { importCatalogueText } from '@callbook/catalogue';
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
import { type Channel, type ChannelModel, connect } from 'amqplib';

const callbook = resolve(__dirname, '../../../apps/ops/dist/main.js');

describe('a subscriber made by callbook subscribers add', () => {
  let database: TestDatabase;
  let env: Record<string, string>;
  let connection: ChannelModel;
  let user: string;
  let isOpen = true;
  const { url, prefix, close } = testPrefix();
  const exchange = `${prefix}callbook.public`;
  const own = () => `${user}.events`;

  const subscribers = async (...args: string[]) =>
    JSON.parse(
      (await promisify(execFile)(process.execPath, [callbook, 'subscribers', ...args, '--json'], { env })).stdout,
    ) as {
      user: string;
      password: string;
    };

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    env = {
      OPS_DATABASE_URL: database.urlFor('callbook_ops'),
      RABBITMQ_URL: url,
      RABBITMQ_MANAGEMENT_URL: sharedStack().rabbitmqManagementUrl!,
      MESSAGING_PREFIX: prefix,
    };
    await importCatalogueText(await database.connect(createDataSource), salonCatalogue, { by: 'spec' });
    await declareTopology(url, { prefix, contracts: [] });
    const made = await subscribers('add', 'crm', '--company', 'salon-lindenhof');
    user = made.user;
    const { username, password } = { username: made.user, password: made.password };
    connection = await connect(Object.assign(new URL(url), { username, password }).toString());
    connection.on('error', () => undefined);
    connection.once('close', () => (isOpen = false));
    expect(await attempt((channel) => channel.assertQueue(own(), { arguments: { 'x-queue-type': 'quorum' } }))).toBe(
      'done',
    );
  });
  afterAll(async () => {
    await connection.close().catch(() => undefined);
    const management = new RabbitmqManagement(env.RABBITMQ_MANAGEMENT_URL!);
    await management.request('DELETE', `/users/${user}`).catch(() => undefined);
    await Promise.all([database.close(), close()]);
  });

  /** On a channel of its own, for a refusal closes it. */
  async function attempt(act: (channel: Channel) => Promise<unknown>): Promise<'done' | 'refused'> {
    const channel = await connection.createChannel();
    channel.on('error', () => undefined);
    try {
      await act(channel);
      await channel.close();
      return 'done';
    } catch (error) {
      if ((error as { code?: number }).code !== 403) throw error;
      return 'refused';
    }
  }

  it.each(['booking.created.v1.salon-lindenhof', 'booking.*.v1.salon-lindenhof', '*.*.*.salon-lindenhof'])(
    'binds its queue with %s',
    async (key) => {
      expect(await attempt((channel) => channel.bindQueue(own(), exchange, key))).toBe('done');
    },
  );

  it.each([
    '#',
    'booking.#',
    '*.*.*.*',
    'booking.created.v1.*',
    '#.salon-lindenhof',
    'booking.created.v1.praxis-am-markt',
    'booking.created.v1.salon-lindenhof\n',
  ])('is refused the key %j', async (key) => {
    expect(await attempt((channel) => channel.bindQueue(own(), exchange, key))).toBe('refused');
  });

  it('is refused another exchange, also by way of an exchange of its own', async () => {
    const through = `${user}.all`;
    expect(
      await attempt((channel) => channel.bindQueue(own(), `${prefix}callbook.events`, 'a.b.v1.salon-lindenhof')),
    ).toBe('refused');
    expect(await attempt((channel) => channel.assertExchange(through, 'topic'))).toBe('done');
    expect(await attempt((channel) => channel.bindExchange(through, exchange, '#'))).toBe('refused');
  });

  it('is refused queues of others, whether to take from, to make, or as a place for its dead letters', async () => {
    const foreign = `${prefix}records.booking-created`;
    const admin = await connect(url);
    await (await admin.createChannel()).assertQueue(foreign);
    await admin.close();
    expect(await attempt((channel) => channel.consume(foreign, () => undefined))).toBe('refused');
    expect(await attempt((channel) => channel.assertQueue(`${prefix}subscriber.other.events`))).toBe('refused');
    const toOthers = { 'x-dead-letter-exchange': '', 'x-dead-letter-routing-key': foreign };
    expect(await attempt((channel) => channel.assertQueue(`${user}.trap`, { arguments: toOthers }))).toBe('refused');
  });

  it.each(['', 'callbook.public', 'callbook.events'])('is refused to publish to "%s"', async (name) => {
    const channel = await connection.createConfirmChannel();
    const refused = new Promise((settle) => channel.once('error', settle));
    channel.publish(
      name && `${prefix}${name}`,
      'booking.created.v1.salon-lindenhof',
      Buffer.from('{}'),
      {},
      () => undefined,
    );
    expect(await refused).toMatchObject({ code: 403 });
  });

  it('is disconnected when it is removed', async () => {
    await subscribers('remove', 'crm', '--yes');
    expect(await eventually('the connection is closed', async () => !isOpen)).toBe(true);
  });
});
