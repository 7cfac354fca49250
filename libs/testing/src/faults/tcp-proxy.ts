import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { NetworkWeather, type Direction } from './network-weather';

const defaultPorts: Readonly<Record<string, number>> = {
  'amqp:': 5672,
  'postgres:': 5432,
  'postgresql:': 5432,
  'http:': 80,
};

/**
 * A piece of network between two parts, which can fail for these two alone. Put its `url` where the target's would stand.
 * The port stays the same over all faults. May be used in any process; knows nothing of the protocol.
 */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private readonly weather = new NetworkWeather();
  private port = 0;

  private constructor(private readonly target: URL) {
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.join(client));
  }

  static async open(targetUrl: string): Promise<TcpProxy> {
    const proxy = new TcpProxy(new URL(targetUrl));
    await proxy.listen();
    return proxy;
  }

  /** The target's, with this proxy's host and port. */
  get url(): string {
    return Object.assign(new URL(this.target), { host: `127.0.0.1:${this.port}` })
      .toString()
      .replace(/\/$/, '');
  }

  /** Connections that are open now. */
  get connections(): number {
    return this.sockets.size / 2;
  }

  /** Resets every connection; new ones are taken at once. */
  cut(): void {
    for (const socket of this.sockets) {
      // A socket that is ending already never closes when it is reset.
      if (socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    }
  }

  /** Resets every connection and refuses new ones, until `heal`. */
  async refuse(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.cut();
    await closed;
  }

  /**
   * Nothing gets through any more, not even that a side has closed, and nobody is told; until `heal`, when everything
   * that was sent meanwhile arrives, late. New connections are taken and are as silent. Default: in both directions.
   */
  silence(direction?: Direction): void {
    this.weather.silence(direction);
  }

  /** Everything takes so much longer, in each direction. */
  delay(ms: number): void {
    this.weather.delay(ms);
  }

  /** Ends whatever was the matter. */
  async heal(): Promise<void> {
    this.weather.heal();
    if (!this.server.listening) await this.listen();
  }

  async close(): Promise<void> {
    this.weather.heal();
    await this.refuse();
  }

  private async listen(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  private join(client: Socket): void {
    const { hostname, port, protocol } = this.target;
    const target = connect({
      host: hostname,
      port: Number(port || defaultPorts[protocol]),
      allowHalfOpen: true,
      noDelay: true,
    });
    this.carry(client, target, 'to-target');
    this.carry(target, client, 'from-target');
  }

  /** What one side says and how it ends, in this order, to the other side. */
  private carry(from: Socket, to: Socket, direction: Direction): void {
    let arrived = Promise.resolve();
    const later = (arrive: () => void) => {
      const passage = this.weather.passage(direction);
      arrived = arrived.then(() => passage).then(arrive);
    };
    this.sockets.add(from);
    from.on('data', (bytes) => later(() => !to.destroyed && to.write(bytes)));
    from.on('end', () => later(() => to.end()));
    from.on('error', () => later(() => to.destroy()));
    from.on('close', () => {
      this.sockets.delete(from);
      later(() => to.destroySoon());
    });
  }
}
