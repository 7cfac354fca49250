import { createServer } from 'node:net';

/**
 * Below the ports that systems lend to outgoing connections (from 32768 on Linux): a port found free here can be lost
 * to another listener only, also while a fault test has its service down.
 */
const lowest = 20_000;
const highest = 31_999;

/** Different ports on 127.0.0.1 on which nobody listens now. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
    if (!ports.has(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
