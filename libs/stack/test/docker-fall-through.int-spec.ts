import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { provideStack } from '../src/provide-stack';
import { givenPort } from './given-port';

/** As much of Docker's API as is asked before a container is made. It has no image, and no way to get one. */
function engineThatCannotPull(): Server {
  return createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '');
    const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    if (path === '/info') return answer(200, { OperatingSystem: 'Debian', OSType: 'linux', ServerVersion: '28.0.0' });
    if (path.startsWith('/images/create')) return answer(500, { message: 'dial tcp: lookup registry: no such host' });
    return answer(404, { message: `no such thing: ${path}` });
  });
}

describe('a Docker engine that cannot pull', () => {
  let engine: Server;
  let broker: Awaited<ReturnType<typeof givenPort>>;
  const dockerHost = process.env.DOCKER_HOST;
  const env = (STACK: string) => ({ STACK, RABBITMQ_URL: `amqp://127.0.0.1:${broker.port}` });

  beforeAll(async () => {
    engine = engineThatCannotPull();
    await new Promise<void>((listening) => engine.listen(0, '127.0.0.1', listening));
    process.env.DOCKER_HOST = `tcp://127.0.0.1:${(engine.address() as AddressInfo).port}`; // where testcontainers looks first
    broker = await givenPort();
  });
  afterAll(() => {
    engine.close();
    broker.close();
    if (dockerHost === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = dockerHost;
  });

  it('falls through to a private PostgreSQL with one line that says why', async () => {
    const lines: string[] = [];
    const stack = await provideStack({ env: env('auto'), log: (line) => lines.push(line) });
    await stack.stop();
    expect(stack.postgres.kind).toBe('private');
    expect(lines).toEqual([
      expect.stringMatching(/^PostgreSQL: not Docker: .*no such host.*; trying the npm packages$/),
    ]);
  });

  it('is an error with the remedy when nothing else is allowed', async () => {
    await expect(provideStack({ env: env('docker'), log: () => {} })).rejects.toThrow(
      /^No PostgreSQL for this run\.\n {2}not Docker: .*no such host.*\nRemedy: set DATABASE_URL, or start Docker/s,
    );
  });
});
