import { writeFileSync } from 'node:fs';
import { importCatalogue } from '@callbook/catalogue';
import { createDataSource, migrate } from '@callbook/database';
import { declareTopology } from '@callbook/messaging';
import { eventually, sharedStack, startProcess, testDatabase, testPrefix } from '@callbook/testing';
import { catalogueFile } from './support/catalogue';
import { bookAppointment, post, webhookKey } from './support/retell-side';
import { connect } from 'node:net';

it('runs as a process', async () => {
  const corner = testPrefix();
  const db = await testDatabase({ migrate: (url) => migrate({ url, passwords: { callbook_gateway: 'gw' } as never }) });
  writeFileSync('/tmp/cat.yaml', catalogueFile);
  const ds = await createDataSource({ url: db.url, applicationName: 'x' } as never).initialize();
  await importCatalogue(ds, '/tmp/cat.yaml', { by: 'test' });
  await ds.destroy();
  await declareTopology(sharedStack().rabbitmqUrl, { prefix: corner.prefix });
  const env = { PORT: '0', RABBITMQ_URL: sharedStack().rabbitmqUrl, GATEWAY_DATABASE_URL: db.urlFor('callbook_gateway', 'gw'), MESSAGING_PREFIX: corner.prefix, RETELL_WEBHOOK_KEY: webhookKey, ANSWER_DEADLINE_MS: '1500' };
  const p = await startProcess({ name: 'gw', script: 'apps/webhook-gateway/dist/main.js', env, readyLine: /"url":"(?<url>[^"]+)"/ });
  console.log(p.url, await (await fetch(`${p.url}/health/ready`)).text());
  const s = connect({ port: Number(new URL(p.url).port), host: '127.0.0.1' });
  const reply = post(`${p.url}/webhooks/retell/salon-lindenhof/functions`, bookAppointment());
  await eventually('x', async () => /callbook_publishes_total.*requested.*1/.test(await (await fetch(`${p.url}/metrics`)).text()));
  const ending = p.kill('SIGTERM');
  console.log(await reply, await ending);
  s.destroy();
  console.log(p.logs());
  await corner.close(); await db.close();
}, 60000);
