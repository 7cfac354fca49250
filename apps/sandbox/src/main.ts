import { randomInt } from 'node:crypto';
import {
  calcomRateLimit,
  type SandboxLog,
  sandboxSeed,
  startCalcomSandbox,
  startRetellSandbox,
  subscriptionsTo,
} from '@callbook/sandbox';
import { sandboxConfig } from './config';

/** stdout carries the one line a parent process waits for; everything else goes here. */
const log: SandboxLog = (line) =>
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);

/** As many as Retell's, a second apart: the gateway may be starting or restarting. */
const webhookRetries = { times: 3, pauseMs: 1_000 };

async function main(): Promise<void> {
  const { calcomPort, retellPort, hostname, gatewayUrl, webhookUrl, rateLimit, randomSeed } = sandboxConfig();
  const common = { hostname, log, randomSeed: randomSeed ?? randomInt(2 ** 31) };

  const calcom = await startCalcomSandbox({
    ...common,
    port: calcomPort,
    rateLimit: { ...calcomRateLimit, limit: rateLimit },
    webhooks: webhookUrl ? subscriptionsTo(webhookUrl, sandboxSeed) : [],
  });
  const retell = await startRetellSandbox({ ...common, port: retellPort, gatewayUrl, webhookRetries });

  const stop = async (signal: string) => {
    log({ sandbox: true, message: `${signal}: the sandbox stops and forgets everything` });
    await Promise.all([calcom.close(), retell.close()]);
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(signal));

  process.stdout.write(`${JSON.stringify({ ready: true, calcom: calcom.url, retell: retell.url })}\n`);
}

main().catch((error: Error) => {
  log({ sandbox: true, message: `the sandbox did not start: ${error.message}` });
  process.exit(1);
});
