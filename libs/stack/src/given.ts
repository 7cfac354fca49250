import { type Service } from './stack';
import { accepts } from './tcp';
import { waitUntil } from './wait-until';

const defaultPorts: Record<string, number> = { 'postgres:': 5432, 'postgresql:': 5432, 'amqp:': 5672, 'amqps:': 5671 };

/**
 * A service that the environment names. It is used or the run fails: who sets a URL does not want another database.
 * @param waitMs how long it may take to accept connections, for it may be starting beside us.
 */
export async function givenService(
  variable: string,
  url: string,
  managementUrl?: string,
  waitMs = 15_000,
): Promise<Service> {
  if (!URL.canParse(url)) throw new Error(`${variable} is not a URL`);
  const { protocol, hostname, port } = new URL(url);
  const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || defaultPorts[protocol] };
  if (!address.port)
    throw new Error(`${variable} begins with ${protocol}, which is none of ${Object.keys(defaultPorts).join(' ')}`);
  if (!(await waitUntil(() => accepts(address), { timeoutMs: waitMs, everyMs: 200 }))) {
    const where = `${address.host}:${address.port}`;
    throw new Error(
      `${variable} is set, but nothing answers at ${where}. Start it, or unset ${variable} to get a private one.`,
    );
  }
  return { kind: 'given', url, managementUrl };
}
