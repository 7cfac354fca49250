import { readFileSync } from 'node:fs';
import { importCatalogueText } from '@callbook/catalogue';
import { createDataSource, migrate, roles } from '@callbook/database';
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
import type { DataSource } from 'typeorm';
import { aWebhook, calcomSecret, postWebhook } from './support/calcom-side';
import { catalogueFile } from './support/catalogue';
import { freshSpoolPath } from './support/gateway';
import { StartedCalls, startRecords } from './support/peers';
import { aCall, bookAppointment, post, webhookKey } from './support/retell-side';

describe('while the database is away', () => {
  const broker = testPrefix();
  const records = new StartedCalls();
  let peers: { close(): Promise<unknown> }[];
  let brokerProxy: TcpProxy;
  let database: TestDatabase;
  let ops: DataSource;
  let databaseProxy: TcpProxy;
  let gateways: StartedProcess[];
  let spoolPath: string;

  beforeAll(async () => {
    await declareTopology(broker.url, { prefix: broker.prefix });
    peers = [await startRecords(broker, records)];
  });
  beforeEach(async () => {
    database = await testDatabase({ migrate, roles });
    ops = await database.connect(createDataSource);
    databaseProxy = await TcpProxy.open(database.urlFor('callbook_gateway', 'callbook_gateway'));
    brokerProxy = await TcpProxy.open(broker.url);
    gateways = [];
    spoolPath = freshSpoolPath();
  });
  afterEach(async () => {
    for (const gateway of gateways) await gateway.stop();
    for (const proxy of [databaseProxy, brokerProxy]) await proxy.close();
    await database.close();
  });
  afterAll(async () => {
    for (const peer of peers) await peer.close();
    await broker.close();
  });

  const importCatalogue = (text = catalogueFile) => importCatalogueText(ops, text, { by: 'spec' });
  const start = async (): Promise<StartedProcess> => {
    const gateway = await startProcess({
      name: 'webhook-gateway',
      script: 'apps/webhook-gateway/dist/main.js',
      readyLine: /"ready":true,"url":"(?<url>[^"]+)"/,
      env: {
        PORT: '0',
        RABBITMQ_URL: brokerProxy.url,
        MESSAGING_PREFIX: broker.prefix,
        GATEWAY_DATABASE_URL: databaseProxy.url,
        SPOOL_PATH: spoolPath,
        CONFIRM_TIMEOUT_MS: '500',
        ANSWER_DEADLINE_MS: '1000',
        RETELL_WEBHOOK_KEY: webhookKey,
        CALCOM_WEBHOOK_SECRET: calcomSecret,
      },
    });
    gateways.push(gateway);
    return gateway;
  };
  const ready = async ({ url }: StartedProcess) => {
    const answer = await fetch(`${url}/health/ready`);
    const { checks } = (await answer.json()) as { checks: Readonly<Record<string, string>> };
    return { status: answer.status, ...checks };
  };
  const salon = ({ url }: StartedProcess) => `${url}/webhooks/retell/salon-lindenhof`;
  const startedCall = (gateway: StartedProcess, call: ReturnType<typeof aCall>) =>
    post(`${salon(gateway)}/calls`, { event: 'call_started', call });
  const arrived = (call: ReturnType<typeof aCall>) =>
    eventually('the call to arrive', () =>
      records.received.some(({ data }) => data.call.retellCallId === call.call_id),
    );

  it('a gateway that was started with it once starts without it, works, and notices what is new when it is back', async () => {
    await importCatalogue();
    const before = await start();
    expect(await ready(before)).toEqual({ status: 200, catalogue: 'ok', spool: 'ok' });
    await before.stop();
    await databaseProxy.refuse();

    const gateway = await start();
    expect(await ready(gateway)).toEqual({ status: 200, catalogue: 'ok', spool: 'ok' });
    const call = aCall();
    expect((await startedCall(gateway, call)).status).toBe(204);
    await arrived(call);
    const reply = await post(`${salon(gateway)}/functions`, bookAppointment());
    expect(reply).toMatchObject({ status: 200, body: { ok: false, status: 'pending' } });
    expect(
      (await postWebhook(`${gateway.url}/webhooks/calcom/salon-lindenhof`, aWebhook('BOOKING_CREATED'))).status,
    ).toBe(204);
    const forged = { headers: { 'x-retell-signature': 'v=1,d=00' } };
    expect((await post(`${salon(gateway)}/calls`, { event: 'call_started', call }, forged)).status).toBe(401);

    await brokerProxy.refuse(); // now there is nothing left but its own disk
    const another = aCall();
    expect((await startedCall(gateway, another)).status).toBe(204);
    expect((await ready(gateway)).status).toBe(200);
    await brokerProxy.heal();
    await arrived(another);

    const hired = aCall({ agent_id: 'agent_hired_meanwhile' });
    expect((await startedCall(gateway, hired)).status).toBe(404);
    await importCatalogue(
      catalogueFile.replace('agents: [agent_salon]', 'agents: [agent_salon, agent_hired_meanwhile]'),
    );
    await databaseProxy.heal();
    await eventually('its webhooks to be taken', async () => (await startedCall(gateway, hired)).status === 204);
    expect(gateway.logs()).toContain('catalogue is the last good copy: version 1');
    expect(gateway.logs()).toContain('catalogue is at version 2');
  });

  it('keeps references to secrets in its copy, no secrets', async () => {
    await importCatalogue();
    const gateway = await start();
    await gateway.stop();
    const file = readFileSync(spoolPath);
    expect(file.includes('env:RETELL_WEBHOOK_KEY')).toBe(true);
    for (const secret of [webhookKey, calcomSecret]) expect(file.includes(secret)).toBe(false);
  });

  it('a gateway that never had a catalogue takes nothing, says so, and heals when it is back', async () => {
    await importCatalogue();
    await databaseProxy.refuse();
    const gateway = await start();
    const call = aCall();
    expect(await startedCall(gateway, call)).toMatchObject({
      status: 503,
      body: { error: 'no_catalogue', next: 'Send it again.' },
    });
    expect((await post(`${salon(gateway)}/functions`, bookAppointment())).status).toBe(503);
    expect(
      (await postWebhook(`${gateway.url}/webhooks/calcom/salon-lindenhof`, aWebhook('BOOKING_CREATED'))).status,
    ).toBe(503);
    expect(await ready(gateway)).toEqual({
      status: 503,
      catalogue: 'no catalogue: the database has not given one yet, and there is no copy of an earlier one',
      spool: 'ok',
    });
    expect((await fetch(`${gateway.url}/health/live`)).status).toBe(200);

    await databaseProxy.heal();
    await eventually('readiness', async () => (await ready(gateway)).status === 200);
    expect((await startedCall(gateway, call)).status).toBe(204);
    await arrived(call);
  });

  it('a gateway that is told to stop ends at once, and so does one whose database says nothing', async () => {
    await databaseProxy.refuse();
    const gateway = await start();
    const begun = performance.now();
    await gateway.stop();
    expect(performance.now() - begun).toBeLessThan(3_000);

    await databaseProxy.heal();
    databaseProxy.silence();
    const silent = await start();
    const begunAgain = performance.now();
    await silent.stop();
    expect(performance.now() - begunAgain).toBeLessThan(5_000);
    expect(gateway.logs() + silent.logs()).not.toContain('"level":"fatal"');
  });
});
