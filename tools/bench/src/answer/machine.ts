import { cpus, loadavg } from 'node:os';
import { connect } from 'amqplib';
import type { Stack } from '@callbook/stack';
import { withClient } from './arena';

export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  /** Processes that wanted to run in the last minute, before the first round and after the last. */
  readonly loadBefore: number;
  readonly loadAfter: number;
  readonly node: string;
  readonly postgres: string;
  readonly rabbitmq: string;
}

export const loadNow = (): number => Number((loadavg()[0] ?? 0).toFixed(1));

export async function machineWith({ databaseUrl, rabbitmqUrl }: Stack, loadBefore: number): Promise<Machine> {
  const postgres = await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    return rows[0]?.server_version ?? '';
  });
  const broker = await connect(rabbitmqUrl);
  const rabbitmq = String(broker.connection.serverProperties.version);
  await broker.close();
  const [{ model: cpu } = { model: 'unknown' }] = cpus();
  const node = process.versions.node;
  return { cores: cpus().length, cpu, loadBefore, loadAfter: loadNow(), node, postgres, rabbitmq };
}
