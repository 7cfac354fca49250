import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The management API with one thing in it that fails: what is asked of it is answered with 500, all else by the broker. */
export async function managementWithout(
  target: string,
  fails: (method: string, path: string) => boolean,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { origin, username, password } = new URL(target);
  const server = createServer((request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      if (fails(method, path)) return response.writeHead(500).end('of no use today');
      const answered = await fetch(`${origin}${path}`, {
        method,
        headers: { authorization: String(headers.authorization), 'content-type': 'application/json' },
        ...(parts.length > 0 && { body: Buffer.concat(parts) }),
      });
      return response.writeHead(answered.status).end(await answered.text());
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(`http://127.0.0.1:${port}`), { username, password }).toString(),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
