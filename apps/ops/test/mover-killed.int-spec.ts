import { createDataSource, migrate, roles } from '@callbook/database';
import { declareTopology } from '@callbook/messaging';
import {
  eventually,
  startProcess,
  type StartedProcess,
  TcpProxy,
  testDatabase,
  type TestDatabase,
  testPrefix,
  type TestPrefix,
} from '@callbook/testing';
import { RawBroker } from './support/raw-broker';

const dead = 'records.booking-created.dead';
/** As the mover takes it before it writes. */
const writersLock = 4_271_010;

describe('a mover that is killed between the commit and the acknowledgement', () => {
  let database: TestDatabase;
  let prefix: TestPrefix;
  let toBroker: TcpProxy;
  const started: StartedProcess[] = [];

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    prefix = testPrefix();
    await declareTopology(prefix.url, { prefix: prefix.prefix });
    toBroker = await TcpProxy.open(prefix.url);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(started.map((process) => process.stop()));
    await toBroker.close();
    await prefix.close();
    await database.close();
  });

  async function startOps(): Promise<StartedProcess> {
    const process = await startProcess({
      name: 'ops',
      script: 'apps/ops/dist/service.js',
      env: {
        RABBITMQ_URL: toBroker.url,
        OPS_DATABASE_URL: database.urlFor('callbook_ops'),
        MESSAGING_PREFIX: prefix.prefix,
        PORT: '0',
      },
      readyLine: /"ready":true,"url":"(?<url>[^"]+)"/,
    });
    started.push(process);
    return process;
  }

  it('has the letter again, knows it, and counts it once', async () => {
    const first = await startOps();
    const session = (await database.connect(createDataSource)).createQueryRunner();
    await session.query('SELECT pg_advisory_lock($1)', [writersLock]);
    const headers = { 'x-callbook-code': 'no_service', 'x-callbook-dead-at': '2026-11-21T11:00:00.000Z' };
    await new RawBroker(prefix).put(dead, { body: 'lost?', properties: { message_id: 'm' }, headers });
    await eventually('the mover to wait for its turn to write', async () => {
      const waiting = await database.query(
        `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
        [writersLock],
      );
      return waiting.length > 0;
    });
    toBroker.silence('to-target'); // the acknowledgement does not arrive
    await session.query('SELECT pg_advisory_unlock($1)', [writersLock]);
    const letters = () => database.query('SELECT state, deaths FROM ops.dead_letters');
    await eventually('the commit', async () => (await letters()).length > 0);
    await first.kill('SIGKILL');
    toBroker.cut();
    await toBroker.heal();

    const second = await startOps();
    await eventually('the second life to have seen it again', async () => {
      const metrics = await (await fetch(`${second.url}/metrics`)).text();
      return /callbook_dead_letters_moved_total\{end="known"\} 1\n/.test(metrics);
    });
    expect(await letters()).toEqual([{ state: 'open', deaths: 1 }]);
    expect(await new RawBroker(prefix).take(dead)).toEqual([]);
  }, 60_000);
});
