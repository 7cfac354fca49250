import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedAlert {
  readonly id: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly document: Record<string, unknown>;
}

/** What the other side does with a request: a status, or `silence`. */
export type Behaviour = number | 'silence';

/** Whoever takes alerts, as a real HTTP server that can be slow, broken, or away. */
export class AlertReceiver {
  readonly received: ReceivedAlert[] = [];
  behaviour: Behaviour = 200;
  private server?: Server;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/alerts`;
  }

  /** On the port it had before, if it had one. */
  async open(): Promise<this> {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts).toString();
        const { headers, url: path = '' } = request;
        const document = JSON.parse(body) as Record<string, unknown>;
        this.received.push({ id: String(headers['webhook-id']), path, headers, body, document });
        if (this.behaviour === 'silence') return;
        if (this.behaviour >= 300 && this.behaviour < 400) response.setHeader('location', '/elsewhere');
        response.writeHead(this.behaviour).end('x'.repeat(1_000));
      });
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async close(): Promise<void> {
    if (!this.server?.listening) return;
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
