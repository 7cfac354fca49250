import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'amqplib';

/** What those outside are told, and a hand on their queues. */
export interface Heard {
  /** Hands the very message once more to one queue alone, as a broker does after a broken connection. */
  repeat(id: string, queue: string): Promise<void>;
  send(queue: string, body: string): Promise<void>;
  /** Whether a message comes to lie in the queue within 30 s. */
  holds(queue: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Hears all that those outside are told, with the broker's own user. */
export async function hear(rabbitmqUrl: string): Promise<Heard> {
  const bodies = new Map<string, Buffer>();
  const connection = await connect(rabbitmqUrl);
  const channel = await connection.createConfirmChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true, durable: false });
  await channel.bindQueue(queue, 'callbook.public', '#');
  await channel.consume(queue, (one) => void (one && bodies.set(String(one.properties.messageId), one.content)), {
    noAck: true,
  });
  return {
    repeat: async (id, to) => {
      const body = bodies.get(id);
      if (!body) throw new Error(`${id} was not heard on callbook.public`);
      channel.sendToQueue(to, body, { messageId: id, persistent: true });
      await channel.waitForConfirms();
    },
    send: async (to, body) => {
      channel.sendToQueue(to, Buffer.from(body), { persistent: true });
      await channel.waitForConfirms();
    },
    holds: async (name) => {
      for (const deadline = Date.now() + 30_000; Date.now() < deadline; await pause(100))
        if ((await channel.checkQueue(name)).messageCount > 0) return true;
      return false;
    },
    close: () => connection.close(),
  };
}

/** As a broken network or a restarted broker would, without any of them: every connection of a user is closed. */
export async function disconnect(managementUrl: string, user: string): Promise<void> {
  const { origin, username, password } = new URL(managementUrl);
  const headers = { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  const ofUser = async () => {
    const response = await fetch(`${origin}/api/connections`, { headers });
    return ((await response.json()) as { name: string; user?: string }[]).filter((one) => one.user === user);
  };
  // The broker lists a connection some seconds after it was made.
  for (const deadline = Date.now() + 30_000; ; await pause(200)) {
    const found = await ofUser();
    for (const { name } of found)
      await fetch(`${origin}/api/connections/${encodeURIComponent(name)}`, { method: 'DELETE', headers });
    if (found.length > 0) return;
    if (Date.now() > deadline) throw new Error(`the broker lists no connection of ${user}`);
  }
}
