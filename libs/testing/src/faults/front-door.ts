import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * One address before all replicas of the gateway: connections take turns, and one that a replica does not take goes to
 * the next. What a replica had begun when it died is lost, as behind any load balancer.
 */
export class FrontDoor {
  private readonly server: Server;
  private readonly open = new Set<Socket>();
  private targets: readonly number[] = [];
  private turn = 0;

  private constructor() {
    this.server = createServer({ noDelay: true }, (client) => this.join(client, this.targets.length));
  }

  static async open(): Promise<FrontDoor> {
    const door = new FrontDoor();
    door.server.listen(0, '127.0.0.1');
    await once(door.server, 'listening');
    return door;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on new connections go to these. A replica that is started again may have another port. */
  leadTo(urls: readonly string[]): void {
    this.targets = urls.map((url) => Number(new URL(url).port));
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private join(client: Socket, tries: number): void {
    const port = this.targets[this.turn++ % this.targets.length];
    if (port === undefined || tries === 0) return void client.destroy();
    this.watch(client);
    const target = connect({ port, host: '127.0.0.1', noDelay: true });
    this.watch(target);
    let taken = false;
    target.once('connect', () => {
      taken = true;
      client.pipe(target).pipe(client);
    });
    target.once('close', () => (taken ? client.destroy() : this.join(client, tries - 1)));
    client.once('close', () => target.destroy());
  }

  private watch(socket: Socket): void {
    if (this.open.has(socket)) return;
    this.open.add(socket);
    socket.on('error', () => undefined).once('close', () => this.open.delete(socket));
  }
}
