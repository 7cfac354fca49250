import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** Stands between an app and the broker, so that the broker can be gone, or silent, for this app alone. */
export class BrokerProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private port = 0;
  private frozen = false;

  private constructor(private readonly target: URL) {
    this.server = createServer((client) => this.join(client));
  }

  static async open(brokerUrl: string): Promise<BrokerProxy> {
    const proxy = new BrokerProxy(new URL(brokerUrl));
    await proxy.comeBack();
    return proxy;
  }

  get url(): string {
    return Object.assign(new URL(this.target), { host: `127.0.0.1:${this.port}` }).toString();
  }

  /** Cuts every connection; new ones are refused until `comeBack`. */
  async goAway(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  async comeBack(): Promise<void> {
    this.frozen = false;
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Cuts every connection; new ones are taken at once. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections stay open, but nothing that the broker says comes through any more. */
  freeze(): void {
    this.frozen = true;
  }

  async close(): Promise<void> {
    if (this.server.listening) await this.goAway();
  }

  private join(client: Socket): void {
    const broker = connect({ host: this.target.hostname, port: Number(this.target.port || 5672) });
    client.pipe(broker);
    broker.on('data', (bytes) => this.frozen || client.write(bytes));
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
