import { documentedPorts } from './ports';
import { settingsFor } from './settings';

const { owner, envOf } = settingsFor({
  databaseUrl: 'postgres://callbook:secret@127.0.0.1:5432/callbook',
  rabbitmqUrl: 'amqp://127.0.0.1',
  start: () => Promise.reject(new Error('nothing is started here')),
  ports: documentedPorts,
  spoolFolder: '/spool',
  env: { LOG_LEVEL: 'warn' },
});

it('gives every gateway a spool file of its own, by its place', () => {
  expect([envOf('webhook-gateway', 0).SPOOL_PATH, envOf('webhook-gateway', 1).SPOOL_PATH]).toEqual([
    '/spool/webhook-gateway-0.sqlite',
    '/spool/webhook-gateway-1.sqlite',
  ]);
});

it('gives wanted ports to the first replica, and any to the others', () => {
  expect([envOf('booking', 0).PORT, envOf('booking', 1).PORT]).toEqual(['3001', '0']);
  expect(envOf('sandbox', 0)).toMatchObject({ SANDBOX_CALCOM_PORT: '3010', SANDBOX_RETELL_PORT: '3011' });
});

it('shows no app the address of the owner or of another app', () => {
  expect(Object.keys(envOf('records', 0)).filter((name) => name.endsWith('DATABASE_URL'))).toEqual([
    'RECORDS_DATABASE_URL',
  ]);
  expect(owner).toMatchObject({ OPS_DATABASE_URL: 'postgres://callbook_ops:callbook_ops@127.0.0.1:5432/callbook' });
});

it('gives further settings to every app', () => {
  expect(
    (['webhook-gateway', 'booking', 'records', 'sandbox'] as const).map((name) => envOf(name, 0).LOG_LEVEL),
  ).toEqual(Array(4).fill('warn'));
});
