import { eventually, killHard, startProcess, type StartedProcess, TcpProxy } from '@callbook/testing';
import { erasureKey, HistoryFixture } from './support/running-history';
import { callOf } from './support/told';

/** The built process: `npx tsc -b apps/ops` first. */
describe('ops, killed between the commit of events and their acknowledgements', () => {
  let fixture: HistoryFixture;
  let way: TcpProxy;
  let app: StartedProcess | undefined;

  beforeAll(async () => {
    fixture = await HistoryFixture.open();
    way = await TcpProxy.open(fixture.broker.url);
  });
  afterAll(async () => {
    await app?.stop();
    await way?.close();
    await fixture?.close();
  });

  const start = (rabbitmqUrl: string) =>
    startProcess({
      name: 'ops',
      script: 'apps/ops/dist/service.js',
      env: {
        RABBITMQ_URL: rabbitmqUrl,
        OPS_DATABASE_URL: fixture.database.urlFor('callbook_ops'),
        MESSAGING_PREFIX: fixture.broker.prefix,
        RETRY_LADDER: '200ms,400ms',
        PORT: '0',
        LOG_LEVEL: 'error',
        ERASURE_KEY: erasureKey,
      },
      readyLine: /"ready":true.*"url":"(?<url>[^"]+)"/,
      readyTimeoutMs: 30_000,
    });

  it('is handed all of them again, and keeps each once', async () => {
    const events = Array.from({ length: 40 }, (_, index) => callOf(`call_killed_${index}`));
    const ids = events.map(({ id }) => id);
    const first = (app = await start(way.url));
    way.silence('to-target'); // what it says to the broker does not arrive there
    await fixture.publish(...events);
    await eventually('all of it to be committed', async () => (await fixture.kept(...ids)).length === 40, {
      timeoutMs: 30_000,
    });
    const kept = await fixture.kept(...ids);
    await killHard(first.pid);
    way.cut(); // the broker need not wait for missed heartbeats to see it

    app = await start(fixture.broker.url);
    const acknowledged = async () => {
      const metrics = await (await fetch(`${app?.url}/metrics`)).text();
      return /callbook_messages_handled_total\{[^}]*"ops\.event-history"[^}]*end="ack"[^}]*\} 40\b/.test(metrics);
    };
    await eventually('all of it to be acknowledged', acknowledged, { timeoutMs: 60_000 });
    expect(await fixture.kept(...ids)).toEqual(kept);
    expect(await fixture.depth('ops.event-history')).toBe(0);
  }, 120_000);
});
