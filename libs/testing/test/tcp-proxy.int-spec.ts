import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { eventually, TcpProxy } from '../src';

describe('a piece of network between two parts', () => {
  let server: Server;
  let proxy: TcpProxy;
  const accepted: Socket[] = [];
  const opened: Socket[] = [];

  /** Says everything back. */
  beforeEach(async () => {
    server = createServer((socket) => {
      accepted.push(socket);
      socket.on('error', () => undefined).pipe(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await TcpProxy.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });

  afterEach(async () => {
    for (const socket of [...opened.splice(0), ...accepted.splice(0)]) socket.destroy();
    await proxy.close();
    server.close();
  });

  function client() {
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    opened.push(socket);
    const state = { heard: '', ended: '', socket };
    socket.on('data', (bytes) => (state.heard += bytes.toString()));
    socket.on('error', (error) => (state.ended = (error as NodeJS.ErrnoException).code ?? 'error'));
    socket.on('end', () => (state.ended ||= 'end'));
    return state;
  }

  it('carries what both sides say, and that one has ended', async () => {
    const here = client();
    here.socket.write('hello');
    await eventually('the echo', () => here.heard === 'hello');
    here.socket.end('bye');
    await eventually('the end', () => here.heard === 'hellobye' && here.ended === 'end');
    await eventually('no connection left', () => proxy.connections === 0);
  });

  it('is cut for those who talk, and not for those who come', async () => {
    const here = client();
    here.socket.write('a');
    await eventually('the echo', () => here.heard === 'a');
    proxy.cut();
    await eventually('a reset', () => here.ended === 'ECONNRESET');
    const again = client();
    again.socket.write('b');
    await eventually('the echo of the next one', () => again.heard === 'b');
  });

  it('refuses until it is healed, on the same port', async () => {
    const { url } = proxy;
    await proxy.refuse();
    const refused = client();
    await eventually('a refusal', () => refused.ended === 'ECONNREFUSED');
    await proxy.heal();
    expect(proxy.url).toBe(url);
    const here = client();
    here.socket.write('c');
    await eventually('the echo', () => here.heard === 'c');
  });

  it('holds back in silence what is said and that somebody has gone, and delivers it late', async () => {
    const here = client();
    here.socket.write('1');
    await eventually('the echo', () => here.heard === '1');
    proxy.silence('from-target');
    let told = '';
    accepted[0]?.on('data', (bytes) => (told += bytes.toString()));
    here.socket.write('2');
    await eventually('the target to hear it', () => told === '2');
    accepted[0]?.destroy();
    await eventually('the target to be gone', () => accepted[0]?.destroyed);
    const other = client();
    other.socket.write('x');
    await eventually('a second connection', () => accepted.length === 2);
    expect([here.heard, here.ended, other.heard]).toEqual(['1', '', '']);

    await proxy.heal();
    await eventually(
      'what was held back',
      () => here.heard.startsWith('1') && here.ended !== '' && other.heard === 'x',
    );
  });

  it('keeps the order when it delays', async () => {
    const here = client();
    proxy.delay(30);
    const began = performance.now();
    for (const word of ['a', 'b', 'c']) here.socket.write(word);
    await eventually('the echo', () => here.heard === 'abc', { everyMs: 1 });
    expect(performance.now() - began).toBeGreaterThanOrEqual(55); // there and back; timers may be a little early
  });
});
