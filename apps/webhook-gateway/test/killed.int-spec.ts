import { createDataSource, migrate, roles } from '@callbook/database';
import { importCatalogueText } from '@callbook/catalogue';
import { declareTopology } from '@callbook/messaging';
import {
  eventually,
  type StartedProcess,
  startProcess,
  TcpProxy,
  testDatabase,
  type TestDatabase,
  testPrefix,
} from '@callbook/testing';
import { Logger } from '@nestjs/common';
import { aWebhook, calcomSecret, postWebhook } from './support/calcom-side';
import { catalogueFile } from './support/catalogue';
import { freshSpoolPath } from './support/gateway';
import { KeptHints, startHints } from './support/peers';
import { webhookKey } from './support/retell-side';
import { emptied, openSpool } from './support/spool';

describe('a process that is killed in the middle of spooling', () => {
  beforeAll(() => Logger.overrideLogger(false));

  it.each([1, 2, 3])('has everything on the disk that it had called stored (%i)', async () => {
    const path = freshSpoolPath();
    const process = await startProcess({
      name: 'spooling',
      script: `${__dirname}/fixtures/spooling-process.js`,
      args: [path],
      readyLine: /^0-/m,
    });
    const told = () => process.logs().split('\n').slice(0, -1);
    await eventually('some hundred events', () => told().length > 300);
    expect(await process.kill('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    const spool = openSpool(path); // its lock ended with the process
    const kept = new Set(emptied(spool));
    spool.close();
    expect(told().filter((name) => !kept.has(name))).toEqual([]);
  });
});

describe('a gateway that is killed', () => {
  const broker = testPrefix();
  const hints = new KeptHints();
  const open: { close(): Promise<unknown> }[] = [];
  const spoolPath = freshSpoolPath();
  let proxy: TcpProxy;
  let database: TestDatabase;

  beforeAll(async () => {
    await declareTopology(broker.url, { prefix: broker.prefix });
    database = await testDatabase({ migrate, roles });
    await importCatalogueText(await database.connect(createDataSource), catalogueFile, { by: 'spec' });
    proxy = await TcpProxy.open(broker.url);
    open.push(proxy, await startHints(broker, hints));
  });
  afterAll(async () => {
    for (const one of open.reverse()) await one.close();
    await database.close();
    await broker.close();
  });

  const startGateway = (): Promise<StartedProcess> =>
    startProcess({
      name: 'webhook-gateway',
      script: 'apps/webhook-gateway/dist/main.js',
      readyLine: /"ready":true,"url":"(?<url>[^"]+)"/,
      env: {
        PORT: '0',
        RABBITMQ_URL: proxy.url,
        MESSAGING_PREFIX: broker.prefix,
        GATEWAY_DATABASE_URL: database.urlFor('callbook_gateway'),
        SPOOL_PATH: spoolPath,
        CONFIRM_TIMEOUT_MS: '500',
        RETELL_WEBHOOK_KEY: webhookKey,
        CALCOM_WEBHOOK_SECRET: calcomSecret,
      },
    });

  it('while the broker is away forwards every webhook it had accepted when it is started again', async () => {
    const gateway = await startGateway();
    await proxy.refuse();
    const accepted: string[] = [];
    let killed: Promise<unknown> | undefined;
    const flood = async () => {
      while (accepted.length < 60) {
        const webhook = aWebhook('BOOKING_CREATED');
        const { status } = await postWebhook(`${gateway.url}/webhooks/calcom/salon-lindenhof`, webhook);
        if (status === 204) accepted.push(webhook.payload.uid);
        if (accepted.length >= 40) killed ??= gateway.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 4 }, () => flood().catch(() => undefined))); // it is killed under their hands
    await killed;
    expect(accepted.length).toBeGreaterThanOrEqual(40);
    expect(hints.received).toEqual([]);

    await proxy.heal();
    const again = await startGateway();
    const received = () => new Set(hints.received.map(({ data }) => data.uid));
    await eventually('all of them', () => accepted.every((uid) => received().has(uid)));
    await again.stop();
    expect(gateway.logs() + again.logs()).not.toMatch(/Jonas|kunde\.example|uid-|one-time-password/);
  });
});
