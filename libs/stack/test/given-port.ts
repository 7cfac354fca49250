import { type AddressInfo, createServer } from 'node:net';

/** Stands for a given service where one must only accept connections: a real RabbitMQ takes five seconds to start. */
export async function givenPort(): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
