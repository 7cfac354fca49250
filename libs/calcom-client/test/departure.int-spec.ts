import http from 'node:http';
import https from 'node:https';
import { once } from 'node:events';
import { Departure } from '../src/http/departure';
import * as certificate from './fixtures/localhost-certificate';
import { json, localServer, type LocalServer, rawServer } from './local-server';

const servers: LocalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
async function started(server: Promise<LocalServer>): Promise<LocalServer> {
  servers.push(await server);
  return server;
}

/** Sends a request and tells whether it may have departed by the time it ended, well or badly. */
async function departed(port: number, options: https.RequestOptions): Promise<boolean> {
  const departure = new Departure();
  const request = departure.transport.request({ host: '127.0.0.1', port, ...options }, (response) => response.resume());
  request.end();
  await Promise.race([once(request, 'close'), once(request, 'error')]).catch(() => undefined);
  return departure.possible;
}

const plain = { protocol: 'http:' };
const trusting = { protocol: 'https:', ca: certificate.cert };

describe('whether a request can have left', () => {
  it('is yes once a connection stands, even if it is reset with nothing read', async () => {
    const { port } = await started(rawServer((socket) => socket.once('readable', () => socket.resetAndDestroy())));
    expect(await departed(port, plain)).toBe(true);
  });

  it('is no when nobody listens', async () => {
    const server = await rawServer(() => undefined);
    await server.close();
    expect(await departed(server.port, plain)).toBe(false);
  });

  it('is no while the TLS handshake is not done', async () => {
    const { port } = await started(rawServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    expect(await departed(port, trusting)).toBe(false);
  });

  it('is no when the certificate is not trusted, and the server really receives nothing', async () => {
    const server = await started(localServer((response) => json(response, 200, {}), certificate));
    expect(await departed(server.port, { protocol: 'https:' })).toBe(false);
    expect(server.received).toEqual([]);
  });

  it('is yes over TLS once the handshake is done', async () => {
    const server = await started(localServer((response) => void response.socket?.destroy(), certificate));
    expect(await departed(server.port, trusting)).toBe(true);
    expect(server.received).toHaveLength(1);
  });

  it.each([
    ['plain', plain, undefined, new http.Agent({ keepAlive: true })],
    ['TLS', trusting, certificate, new https.Agent({ keepAlive: true })],
  ])('is yes at once on a kept-alive %s connection', async (_name, options, tls, agent) => {
    let served = 0;
    const server = await started(
      localServer((response) => (++served === 1 ? json(response, 200, {}) : response.socket?.destroy()), tls),
    );
    await departed(server.port, { ...options, agent });
    expect(await departed(server.port, { ...options, agent })).toBe(true);
    expect(new Set(server.received.map(({ remotePort }) => remotePort)).size).toBe(1);
    agent.destroy();
  });
});
