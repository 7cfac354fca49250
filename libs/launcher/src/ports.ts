import { createServer } from 'node:net';

/** The ports that the documentation names. */
export const documentedPorts = {
  'webhook-gateway': 3000,
  booking: 3001,
  records: 3002,
  ops: 3003,
  'sandbox-calcom': 3010,
  'sandbox-retell': 3011,
} as const;

export type Ports = Readonly<Record<keyof typeof documentedPorts, number>>;

/** 0 means: any that is free. */
export const anyPorts: Ports = {
  'webhook-gateway': 0,
  booking: 0,
  records: 0,
  ops: 0,
  'sandbox-calcom': 0,
  'sandbox-retell': 0,
};

export interface FoundPorts {
  readonly ports: Ports;
  /** The wanted ones that somebody else holds, and what was found instead. */
  readonly taken: readonly { readonly name: keyof Ports; readonly wanted: number; readonly instead: number }[];
}

/** The wanted ports as far as they are free now, and other free ones for the rest. */
export async function findPorts(wanted: Ports = documentedPorts): Promise<FoundPorts> {
  const names = Object.keys(wanted) as (keyof Ports)[];
  const free = await Promise.all(names.map((name) => isFree(wanted[name])));
  const taken: { name: keyof Ports; wanted: number; instead: number }[] = [];
  for (const [index, name] of names.entries()) {
    if (!free[index]) taken.push({ name, wanted: wanted[name], instead: await anyFreePort() });
  }
  return { ports: { ...wanted, ...Object.fromEntries(taken.map(({ name, instead }) => [name, instead])) }, taken };
}

/** On every address: one that is taken on 127.0.0.1 alone would still be in the way. */
async function isFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    if ((await listenOnce(port, host)) === undefined) return false;
  }
  return true;
}

async function anyFreePort(): Promise<number> {
  const port = await listenOnce(0, '0.0.0.0');
  if (port === undefined) throw new Error('no port is free on this machine');
  return port;
}

/** The port that was listened on for a moment; undefined when it cannot be had. */
function listenOnce(port: number, host: string): Promise<number | undefined> {
  return new Promise((settle) => {
    const server = createServer();
    server.once('error', () => settle(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
