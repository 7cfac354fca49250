import { createServer, type Server } from 'node:net';
import { documentedPorts, findPorts } from '../src/ports';

describe('the ports to listen on', () => {
  let other: Server;
  let taken: number;

  beforeAll(async () => {
    other = createServer();
    await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening));
    const address = other.address();
    taken = typeof address === 'object' && address ? address.port : 0;
  });

  afterAll(() => new Promise((closed) => other.close(closed)));

  it('are the wanted ones, and a free one instead of one that is taken', async () => {
    const found = await findPorts({ ...documentedPorts, booking: taken });
    expect(found.taken.find(({ name }) => name === 'booking')).toEqual({
      name: 'booking',
      wanted: taken,
      instead: found.ports.booking,
    });
    expect(found.ports.booking).not.toBe(taken);
    const again = await findPorts(found.ports);
    expect(again).toEqual({ ports: found.ports, taken: [] });
  });
});
