import { once } from 'node:events';
import { type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { FrontDoor } from '../src';

describe('one address before several replicas', () => {
  const servers: Server[] = [];
  let door: FrontDoor;

  async function replica(name: string): Promise<{ server: Server; url: string }> {
    const server = createServer((_request, response) => response.setHeader('connection', 'close').end(name));
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }
  const ask = async () => (await fetch(door.url)).text();

  beforeEach(async () => void (door = await FrontDoor.open()));

  afterEach(() => {
    door.close();
    for (const server of servers.splice(0)) server.close();
  });

  it('lets them take turns, and leaves out one that is gone', async () => {
    const [one, other] = [await replica('one'), await replica('other')];
    door.leadTo([one.url, other.url]);
    expect(new Set([await ask(), await ask()])).toEqual(new Set(['one', 'other']));

    one.server.close();
    await once(one.server, 'close');
    expect([await ask(), await ask(), await ask()]).toEqual(['other', 'other', 'other']);
  });

  it('leads to those that came after', async () => {
    door.leadTo([(await replica('one')).url]);
    expect(await ask()).toBe('one');
    door.leadTo([(await replica('two')).url]);
    expect(await ask()).toBe('two');
  });

  it('breaks off when there is nobody', async () => {
    await expect(ask()).rejects.toThrow('fetch failed');
  });
});
