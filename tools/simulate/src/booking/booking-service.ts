import { InMemoryChains } from '@callbook/booking/use-cases';
import type { Event } from '@callbook/contracts';
import type { Broker } from '../broker/broker';
import type { Clockwork } from '../clockwork/clockwork';
import type { Poller } from '../clockwork/poller';
import type { Weather } from '../weather/weather';
import { InMemoryHints } from './in-memory-hints';
import { SharedAttempts } from './shared-attempts';

/** What the replicas of booking share: their database with its outbox. */
export class BookingService {
  readonly chains: InMemoryChains;
  readonly attempts: SharedAttempts;
  readonly hints = new InMemoryHints();
  readonly pollers = new Set<Poller>();
  private readonly published: Event<object>[] = [];

  constructor(
    private readonly clockwork: Clockwork,
    private readonly weather: Weather,
    private readonly broker: Broker,
    Store = SharedAttempts,
  ) {
    this.chains = new InMemoryChains({ now: clockwork.now }, this.published);
    this.attempts = new Store(clockwork, this.chains);
  }

  /** Something was written: what stands in the outbox is on its way, and something may be due. */
  changed = (): void => {
    for (const event of this.published.splice(0)) this.relay(event);
    for (const poller of this.pollers) poller.wake();
  };

  /** From the outbox to the broker: durable, so only a matter of time, and at least once. */
  private relay(event: Event<object>): void {
    const publish = (): void => this.broker.publish(event);
    this.clockwork.after(this.weather.hop(), publish);
    if (this.weather.happens('published_twice')) this.clockwork.after(this.weather.hop() + 1_000, publish);
  }
}
