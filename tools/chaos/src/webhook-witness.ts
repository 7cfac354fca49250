import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { WebhookNotice, WebhookTrigger } from '@callbook/sandbox';

/** A webhook of the simulated Cal.com, and whether it was answered 2xx. It is sent once. */
export interface NoticeSeen {
  readonly uid: string;
  readonly trigger: WebhookTrigger;
  readonly accepted: boolean;
}

/** So long the simulated Cal.com waits for an answer. */
const timeoutMs = 10_000;
const passedOn = ['content-type', 'x-cal-signature-256', 'x-cal-webhook-version'];

/** Stands where the simulated Cal.com sends its webhooks: passes them on byte by byte, and notes what became of each. */
export class WebhookWitness {
  readonly notices: NoticeSeen[] = [];

  private constructor(
    private readonly server: Server,
    private readonly gatewayUrl: string,
  ) {}

  static async open(gatewayUrl: string): Promise<WebhookWitness> {
    const server = createServer((request, response) => {
      void witness.passOn(request).then((status) => response.writeHead(status).end());
    });
    const witness = new WebhookWitness(server, gatewayUrl);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return witness;
  }

  /** Its paths are those of the gateway. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async passOn(request: IncomingMessage): Promise<number> {
    const body = await buffer(request);
    const headers = Object.fromEntries(passedOn.map((name) => [name, String(request.headers[name])]));
    const signal = AbortSignal.timeout(timeoutMs);
    const { ok, status } = await fetch(`${this.gatewayUrl}${request.url}`, {
      method: 'POST',
      body,
      headers,
      signal,
    }).catch(() => ({ ok: false, status: 504 }));
    const { triggerEvent: trigger, payload } = JSON.parse(body.toString()) as WebhookNotice;
    this.notices.push({ uid: payload.uid, trigger, accepted: ok });
    return status;
  }
}
