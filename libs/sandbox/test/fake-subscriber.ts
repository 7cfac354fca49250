import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type CalcomFixture } from './calcom-fixture';

export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  raw: string;
  triggerEvent: string;
  createdAt: string;
  payload: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look wherever they like
  /** In the calendar itself, at the moment of receiving. */
  rowStatus: string | undefined;
  /** What Cal.com answered a GET sent before the webhook was answered: the status of the booking, or of the answer. */
  readStatus: string | number;
}

/** Hears of changes as the gateway would, looks at Cal.com at once, and answers what the test says. */
export class FakeSubscriber {
  received: ReceivedWebhook[] = [];
  answerWith = 204;
  url: string;
  private server: Server;

  constructor(private readonly calcom: CalcomFixture) {}

  async start(): Promise<void> {
    this.received = [];
    this.answerWith = 204;
    this.server = createServer((request, response) => {
      let raw = '';
      request.on('data', (chunk) => (raw += chunk));
      request.on('end', () => {
        void this.note(request.url ?? '', request.headers, raw).then(() => response.writeHead(this.answerWith).end());
      });
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks/calcom/salon-lindenhof`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Without waiting for anything: what has come until now. */
  get triggers(): string[] {
    return this.received.map(({ triggerEvent }) => triggerEvent);
  }

  async count(wanted: number): Promise<void> {
    while (this.received.length < wanted) await new Promise((resolve) => setImmediate(resolve));
  }

  private async note(path: string, headers: IncomingHttpHeaders, raw: string): Promise<void> {
    const { triggerEvent, createdAt, payload } = JSON.parse(raw);
    const rowStatus = this.calcom.sandbox.world.bookings.find(({ uid }) => uid === payload.uid)?.status;
    const { status, body } = await this.calcom.call('GET', `/v2/bookings/${payload.uid}`);
    const readStatus = body.data?.status ?? status;
    this.received.push({ path, headers, raw, triggerEvent, createdAt, payload, rowStatus, readStatus });
  }
}
