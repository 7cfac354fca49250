import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface GatewayRequest {
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look wherever they like
}

type Reply = { status: number; body?: unknown };

/** Notes what arrives and answers what the test says; the default is an empty 204. */
export class FakeGateway {
  readonly received: GatewayRequest[] = [];
  reply: (request: GatewayRequest) => Reply = () => ({ status: 204 });
  url: string;
  private server: Server;

  /** 0 picks a port. */
  async start(port = 0): Promise<this> {
    this.server = createServer((incoming, response) => {
      let raw = '';
      incoming.on('data', (chunk) => (raw += chunk));
      incoming.on('end', () => {
        const request = { path: incoming.url ?? '', headers: incoming.headers, raw, body: JSON.parse(raw) };
        this.received.push(request);
        const { status, body } = this.reply(request);
        response.writeHead(status).end(body === undefined ? undefined : JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
