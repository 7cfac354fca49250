import { type Event, eventContracts } from '@callbook/contracts';
import { decide } from '@callbook/messaging/failure';
import type { Clockwork } from '../clockwork/clockwork';
import type { SimulatedProcess } from '../clockwork/process';
import type { Weather } from '../weather/weather';

type AnyEvent = Event<object>;
export type Handler = (event: AnyEvent) => Promise<void>;

interface Message {
  readonly event: AnyEvent;
  readonly queue: string;
  readonly retries: number;
}

export interface DeadLetter {
  readonly queue: string;
  readonly type: string;
  readonly code: string;
  readonly error: unknown;
}

interface Consumer {
  readonly process: SimulatedProcess;
  readonly handler: Handler;
}

/** RabbitMQ's `consumer_timeout`, as it comes: whoever holds a message longer loses it, and it is delivered again. */
const longestHoldMs = 1_800_000;
const ladder = [5_000, 30_000, 120_000, 600_000, 3_600_000];
const queuesOf = new Map<string, readonly string[]>(eventContracts.map(({ type, consumers }) => [type, consumers]));

/**
 * At least once, in any order, with delays of its own for each message; every retry takes the next rung. What a process held
 * when it died is delivered again.
 */
export class Broker {
  readonly dead: DeadLetter[] = [];
  /** Errors that no rule foresees, of which none should be: each is retried all the same. */
  readonly unforeseen: DeadLetter[] = [];
  private readonly consumers = new Map<string, Consumer[]>();
  private readonly waiting = new Map<string, Message[]>();
  private readonly held = new Map<SimulatedProcess, Set<Message>>();
  private readonly listeners = new Map<
    SimulatedProcess,
    { readonly types: readonly string[]; hear: (event: AnyEvent) => void }
  >();
  /** Hears everything, as soon as the broker has it. */
  onPublished: (event: AnyEvent) => void = () => undefined;

  constructor(
    private readonly clockwork: Clockwork,
    private readonly weather: Weather,
  ) {}

  /** From now on the event is the broker's. */
  publish(event: AnyEvent): void {
    this.clockwork.story.tell(this.clockwork.nowMs, 'broker', `takes ${event.type}`, () => JSON.stringify(event.data));
    this.onPublished(event);
    for (const queue of queuesOf.get(event.type) ?? []) {
      // Those of apps that are not simulated.
      if (!this.consumers.has(queue)) continue;
      this.enqueue({ event, queue, retries: 0 }, this.delay());
      if (this.weather.happens('delivered_twice')) this.enqueue({ event, queue, retries: 0 }, this.delay());
    }
    for (const [process, { types, hear }] of this.listeners) {
      if (!types.includes(event.type) || this.weather.happens('outcome_not_heard')) continue;
      process.later(this.delay(), () => hear(event));
    }
  }

  /** Takes messages of a queue until it dies. */
  consume(queue: string, process: SimulatedProcess, handler: Handler): void {
    const consumers = this.consumers.get(queue) ?? [];
    consumers.push({ process, handler });
    this.consumers.set(queue, consumers);
    for (const message of this.waiting.get(queue) ?? []) this.enqueue(message, this.weather.hop());
    this.waiting.delete(queue);
  }

  /** A queue of its own, which is gone with the process. */
  listen(process: SimulatedProcess, types: readonly string[], hear: (event: AnyEvent) => void): void {
    this.listeners.set(process, { types, hear });
  }

  /** The process is gone. */
  release(process: SimulatedProcess): void {
    this.listeners.delete(process);
    for (const [queue, consumers] of this.consumers) {
      const others = consumers.filter((consumer) => consumer.process !== process);
      this.consumers.set(queue, others);
    }
    const held = this.held.get(process) ?? [];
    this.held.delete(process);
    for (const message of held) this.enqueue(message, this.clockwork.chance.between(50, 3_000));
  }

  private enqueue(message: Message, ms: number): void {
    this.clockwork.after(ms, () => this.deliver(message));
  }

  private deliver(message: Message): void {
    const consumers = this.consumers.get(message.queue) ?? [];
    if (consumers.length === 0) {
      const waiting = this.waiting.get(message.queue) ?? [];
      waiting.push(message);
      this.waiting.set(message.queue, waiting);
      return;
    }
    const { process, handler } = this.clockwork.chance.oneOf(consumers);
    const held = this.held.get(process) ?? new Set();
    this.held.set(process, held.add(message));
    const end = (error: unknown): void => {
      if (held.delete(message)) this.settle(message, process, error);
    };
    this.clockwork.after(
      longestHoldMs,
      () => held.delete(message) && this.enqueue(message, this.clockwork.chance.between(50, 3_000)),
    );
    process.tell(`is handed ${message.event.type}`, () => message.event.id);
    process.mine(handler(message.event)).then(() => end(undefined), end);
  }

  private settle(message: Message, process: SimulatedProcess, error: unknown): void {
    const { queue, event, retries } = message;
    const decision = decide(error, { retries, ladder });
    if (decision.kind === 'ack') return;
    const letter: DeadLetter = { queue, type: event.type, code: decision.code, error };
    process.tell(`fails at ${event.type}`, () => `${decision.code}: ${String((error as Error)?.stack ?? error)}`);
    if (decision.code.startsWith('unexpected')) this.unforeseen.push(letter);
    if (decision.kind === 'dead') this.dead.push(letter);
    else this.enqueue({ ...message, retries: retries + 1 }, decision.rungMs);
  }

  private delay(): number {
    const late = this.weather.happens('delivered_late') ? this.clockwork.chance.between(500, 20_000) : 0;
    return this.weather.hop() + late;
  }
}
