import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import {
  boundValues,
  commandTag,
  MessageReader,
  parsedStatement,
  type PostgresMessage,
  queryText,
  rowValues,
  startupParameters,
} from './postgres-messages';

/** A statement as it passed. Times are milliseconds of this process's `performance.now()`. */
export interface Statement {
  readonly connection: number;
  /** As the client calls itself. */
  readonly application: string;
  readonly text: string;
  readonly values: readonly (string | null)[];
  readonly startedAt: number;
  endedAt: number;
  /** What the server said it did; empty while it is being done. */
  tag: string;
  readonly rows: (string | null)[][];
}

/** A way to the database on which every statement is seen. */
export class StatementTap {
  /** In the order in which they were begun. */
  readonly statements: Statement[] = [];
  private readonly sockets = new Set<Socket>();
  private connections = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: URL,
  ) {}

  static async open(databaseUrl: string): Promise<StatementTap> {
    const server = createServer();
    const tap = new StatementTap(server, new URL(databaseUrl));
    server.on('connection', (client) => tap.pass(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return tap;
  }

  /** The address of the same database, or of another on the same server, by this way. */
  urlOf(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.toString();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket): void {
    const server = connect({ host: this.target.hostname, port: Number(this.target.port || 5432) });
    this.connections += 1;
    const witness = new SessionWitness(this.connections, (statement) => this.statements.push(statement));
    for (const [from, to, see] of [
      [client, server, witness.client],
      [server, client, witness.server],
    ] as const) {
      this.sockets.add(from.setNoDelay());
      from.on('data', (chunk: Buffer) => {
        to.write(chunk);
        see(chunk);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.end();
      });
    }
  }
}

/** Follows one session. Clients of ours send a statement only when the one before is done. */
class SessionWitness {
  private readonly fromClient = new MessageReader(true);
  private readonly fromServer = new MessageReader(false);
  private readonly prepared = new Map<string, string>();
  private application = '';
  private current?: Statement;

  constructor(
    private readonly connection: number,
    private readonly begun: (statement: Statement) => void,
  ) {}

  client = (chunk: Buffer): void => {
    for (const message of this.fromClient.read(chunk)) this.asked(message);
  };

  server = (chunk: Buffer): void => {
    for (const message of this.fromServer.read(chunk)) this.answered(message);
  };

  private asked({ type, body }: PostgresMessage): void {
    if (type === '') this.application = startupParameters(body).get('application_name') ?? '';
    if (type === 'Q') this.begin(queryText(body), []);
    if (type === 'P') {
      const { name, text } = parsedStatement(body);
      this.prepared.set(name, text);
    }
    if (type === 'B') {
      const { name, values } = boundValues(body);
      this.begin(this.prepared.get(name) ?? '', values);
    }
  }

  private answered({ type, body }: PostgresMessage): void {
    if (!this.current) return;
    if (type === 'D') this.current.rows.push(rowValues(body));
    if (type === 'C') this.current.tag = commandTag(body);
    if (type === 'E') this.current.tag = 'ERROR';
    if (type !== 'Z') return;
    this.current.endedAt = performance.now();
    this.current = undefined;
  }

  private begin(text: string, values: readonly (string | null)[]): void {
    const { connection, application } = this;
    const startedAt = performance.now();
    this.current = { connection, application, text, values, startedAt, endedAt: NaN, tag: '', rows: [] };
    this.begun(this.current);
  }
}
