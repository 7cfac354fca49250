import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '@callbook/testing';
import { letter, LetterPosted } from './support/contracts';
import { TestBroker } from './support/test-broker';

const queue = 'booking.letter-posted';

class LetterForOne extends LetterPosted {
  static override readonly consumers = [queue];
}

interface Handled {
  readonly handled: string;
  readonly deliveries: number;
}

/** A process that is started again whenever it ends, as an orchestrator does. */
class KeptAlive {
  readonly handled: Handled[] = [];
  lives = 0;
  private stopped = false;
  private child?: ReturnType<typeof spawn>;
  private readonly ended: Promise<void>;

  constructor(private readonly argv: string[]) {
    this.ended = this.live();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  private async live(): Promise<void> {
    while (!this.stopped) {
      this.lives += 1;
      this.child = spawn(process.execPath, [join(__dirname, 'fixtures/consumer-process.js'), ...this.argv], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      createInterface({ input: this.child.stdout! }).on('line', (line) => this.handled.push(JSON.parse(line)));
      await once(this.child, 'close');
    }
  }
}

describe('a message that kills its consumer', () => {
  let broker: TestBroker;
  let consumer: KeptAlive | undefined;

  afterEach(async () => {
    await consumer?.stop();
    await broker.close();
  });

  const put = (text: string) => broker.put(queue, JSON.stringify(letter(text)), { messageId: letter(text).id });

  it('ends in .dead by the delivery limit, with the broker’s own account of it', async () => {
    broker = await TestBroker.open({ contracts: [LetterForOne], deliveryLimit: 3 });
    await put('poison');
    await put('after it');
    consumer = new KeptAlive([broker.url, broker.prefix, '1']);
    const dead = await broker.deadLetter(queue, letter('poison').id, 25_000);

    expect(JSON.parse(dead.content.toString())).toEqual(letter('poison'));
    expect(dead.properties.headers?.['x-death']?.[0]).toMatchObject({
      reason: 'delivery_limit',
      queue: `${broker.prefix}${queue}`,
    });
    await eventually('the message behind it to be handled', () => consumer?.handled.length === 1);
    expect(consumer.handled).toEqual([{ handled: 'after it', deliveries: 1 }]);
    expect(consumer.lives).toBe(5); // a limit of three is four deliveries, and one life for the rest
  });

  it('takes none of ten prefetched innocents with it, at the default limit', async () => {
    broker = await TestBroker.open({ contracts: [LetterForOne] });
    const innocents = Array.from({ length: 10 }, (_, n) => `innocent ${n}`);
    await put('poison');
    for (const innocent of innocents) await put(innocent);
    consumer = new KeptAlive([broker.url, broker.prefix, '11']);

    const everyoneHandled = () => new Set(consumer?.handled.map(({ handled }) => handled)).size === innocents.length;
    await eventually('every innocent to be handled', everyoneHandled, { timeoutMs: 30_000 });
    await broker.deadLetter(queue, letter('poison').id, 60_000);
    await eventually('the queue to be empty', async () => (await broker.depth(queue)) === 0);
    expect(await broker.depth(`${queue}.dead`)).toBe(0);
  }, 120_000);
});
