// Keeps the bookings of one company in a table of its own, whatever is repeated, late, or broken.
//   SUBSCRIBER_URL='amqp://subscriber.crm:…@host:5672' COMPANY=salon-lindenhof node subscriber.ts
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { type ChannelModel, connect, type ConsumeMessage } from 'amqplib';

const { SUBSCRIBER_URL = '', COMPANY = '', DATABASE = 'bookings.sqlite', EXCHANGE = 'callbook.public' } = process.env;
const own = decodeURIComponent(new URL(SUBSCRIBER_URL).username); // all our names begin with it
const queue = `${own}.events`;
const bindingKey = process.env.BINDING_KEY ?? `booking.*.v1.${COMPANY}`;
const wait = { firstMs: 1_000, longestMs: 30_000 };

interface BookingEvent {
  readonly id: string;
  readonly type: string;
  readonly sequence: string;
  readonly subject: string;
  readonly data: { readonly start: string; readonly status: string; readonly host: { readonly name: string } | null };
}

const database = new DatabaseSync(DATABASE);
database.exec(`
  CREATE TABLE IF NOT EXISTS handled (id TEXT PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS bookings (appointment TEXT PRIMARY KEY, sequence TEXT, start TEXT, status TEXT, host TEXT)`);

/** Everything or nothing: the id that makes a repetition known is stored together with what the event did. */
function handle({ id, type, sequence, subject, data }: BookingEvent): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const isNew = database.prepare('INSERT OR IGNORE INTO handled VALUES (?)').run(id).changes === 1;
    // booking.failed and booking.unresolved tell of a wish that became no booking; all others carry its whole state.
    if (isNew && data.status) {
      database
        .prepare(
          `INSERT INTO bookings VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET sequence = excluded.sequence,
             start = excluded.start, status = excluded.status, host = excluded.host
           WHERE excluded.sequence > bookings.sequence`, // an older state that comes late changes nothing
        )
        .run(subject, sequence, data.start, data.status, data.host?.name ?? null);
    }
    database.exec('COMMIT');
    console.log(
      JSON.stringify({ outcome: isNew ? 'taken' : 'repeated', id, type, start: data.start, host: data.host }),
    );
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Our queue, and our own place for what we cannot handle: after five tries the broker puts it there. */
async function subscribe(connection: ChannelModel): Promise<void> {
  const channel = await connection.createChannel();
  channel.on('error', (error: Error) => console.error(`channel: ${error.message}`));
  channel.once('close', () => void connection.close().catch(() => undefined)); // begin anew with everything
  const durable = { durable: true, arguments: { 'x-queue-type': 'quorum' } };
  await channel.assertExchange(`${own}.dead`, 'fanout', { durable: true });
  await channel.assertQueue(`${queue}.dead`, durable);
  await channel.bindQueue(`${queue}.dead`, `${own}.dead`, '');
  const deadLettering = { 'x-dead-letter-exchange': `${own}.dead`, 'x-delivery-limit': 5 };
  await channel.assertQueue(queue, { durable: true, arguments: { ...durable.arguments, ...deadLettering } });
  await channel.bindQueue(queue, EXCHANGE, bindingKey); // refused for any company but ours
  await channel.prefetch(20);
  await channel.consume(queue, (message) => void (message ? take(message) : channel.close()));
  console.log(JSON.stringify({ outcome: 'subscribed', queue, bindingKey }));

  async function take(message: ConsumeMessage): Promise<void> {
    const isHandled = await tried(message.content);
    try {
      if (isHandled)
        channel.ack(message); // only after the work: a crash before this line repeats the event, and loses nothing
      else channel.nack(message);
    } catch {
      // The connection is gone, and with it this delivery: the event comes again.
    }
  }
}

async function tried(body: Buffer): Promise<boolean> {
  try {
    handle(JSON.parse(body.toString()) as BookingEvent);
    return true;
  } catch (error) {
    console.error(`not handled: ${(error as Error).message}`);
    await pause(wait.firstMs);
    return false;
  }
}

for (let pauseMs = wait.firstMs; ; pauseMs = Math.min(pauseMs * 2, wait.longestMs)) {
  try {
    const connection = await connect(SUBSCRIBER_URL, { timeout: 10_000 });
    const closed = new Promise<void>((resolve) => connection.once('close', resolve));
    connection.on('error', (error: Error) => console.error(`connection: ${error.message}`));
    await subscribe(connection);
    pauseMs = wait.firstMs;
    await closed;
  } catch (error) {
    const { code, message } = error as Error & { code?: number };
    console.error(`not subscribed: ${message}`);
    if (code === 403) process.exit(1); // ACCESS_REFUSED: trying again does not help
  }
  await pause(pauseMs);
}
