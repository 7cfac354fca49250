import { createDataSource, migrate, roles } from '@callbook/database';
import { declareTopology } from '@callbook/messaging';
import {
  eventually,
  type StartedProcess,
  startProcess,
  testDatabase,
  type TestDatabase,
  testPrefix,
} from '@callbook/testing';
import { AlertOutbox, leaseMs } from '../src/alerts/alert-outbox';
import { AlertReceiver } from './support/alert-receiver';

describe('an ops process that is killed while it sends an alert', () => {
  let database: TestDatabase;
  let ops: StartedProcess;
  const { url, prefix, close } = testPrefix();
  const receiver = new AlertReceiver();

  const start = async () => {
    ops = await startProcess({
      name: 'ops',
      script: 'apps/ops/dist/service.js',
      readyLine: /"ready":true/,
      env: {
        PORT: '0',
        RABBITMQ_URL: url,
        MESSAGING_PREFIX: prefix,
        OPS_DATABASE_URL: database.urlFor('callbook_ops'),
        ERASURE_KEY: 'an-erasure-key-of-a-spec-which-is-no-secret',
        ALERT_WEBHOOKS: `pager=json+${receiver.url}`,
        LOG_LEVEL: 'warn',
      },
    });
  };

  beforeAll(async () => {
    database = await testDatabase({ migrate, roles });
    await Promise.all([receiver.open(), declareTopology(url, { prefix })]);
    await start();
  });
  afterAll(async () => {
    await ops.stop();
    await receiver.close();
    await Promise.all([database.close(), close()]);
  });

  it('sends it again when it runs again, under the same id, and then no more', async () => {
    receiver.behaviour = 'silence';
    await database.query(
      `INSERT INTO ops.alerts (id, kind, content, raised_at) VALUES (gen_random_uuid(), 'test', '{"kind":"test","by":"spec"}', now())`,
    );
    await eventually('it was sent', async () => receiver.received.length === 1);
    await ops.kill('SIGKILL');
    receiver.behaviour = 200;
    await start();
    const outbox = new AlertOutbox(await database.connect(createDataSource, 'callbook_ops'));
    expect(await outbox.take('pager')).toBeUndefined(); // its lease goes on
    await database.query(`UPDATE ops.alert_deliveries SET next_try_at = next_try_at - $1 * interval '1 ms'`, [leaseMs]);
    const [delivery] = await eventually('it was delivered', async () => {
      const rows = await database.query('SELECT * FROM ops.alert_deliveries WHERE delivered_at IS NOT NULL');
      return rows.length > 0 && rows;
    });
    expect(delivery).toMatchObject({ channel: 'pager', tries: 2, next_try_at: null });
    expect(receiver.received.map(({ id }) => id)).toEqual([delivery!.alert_id, delivery!.alert_id]);
  });
});
