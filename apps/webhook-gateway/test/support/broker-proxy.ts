import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a gateway and the broker, so that the broker can be away, or silent, for this gateway alone. */
export class BrokerProxy {
  private readonly fromBroker = new Set<Socket>();
  private readonly server: Server;
  private port = 0;
  private silent = false;

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

  /** Cuts every connection and refuses new ones. */
  async goAway(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.fromBroker) socket.destroy();
    await closed;
  }

  async comeBack(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** What the broker says is held back; what is said to it arrives. */
  silence(): void {
    this.silent = true;
    for (const socket of this.fromBroker) socket.pause();
  }

  speak(): void {
    this.silent = false;
    for (const socket of this.fromBroker) socket.resume();
  }

  async close(): Promise<void> {
    if (this.server.listening) await this.goAway();
  }

  private join(client: Socket): void {
    const broker = connect({ host: this.target.hostname, port: Number(this.target.port || 5672) });
    client.pipe(broker);
    broker.on('data', (bytes) => client.write(bytes));
    if (this.silent) broker.pause();
    this.fromBroker.add(broker);
    for (const [socket, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.fromBroker.delete(socket);
        other.destroy();
      });
    }
  }
}
