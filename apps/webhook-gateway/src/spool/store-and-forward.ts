import type { Event } from '@callbook/contracts';
import { Logger } from '@nestjs/common';
import type { Broker } from '../broker/broker';
import { Events, NotStored } from '../events';
import type { Clock } from '../time/clock';
import type { Drain } from './drain';
import type { Spool } from './spool';

/** Events to the broker, and to the disk when the broker does not confirm them in time or others wait there already. */
export class StoreAndForward extends Events {
  private readonly logger = new Logger(StoreAndForward.name);

  constructor(
    private readonly broker: Broker,
    private readonly spool: Spool,
    private readonly drain: Drain,
    private readonly clock: Clock,
  ) {
    super();
  }

  async publish(event: Event<object>): Promise<void> {
    const arrivedAt = this.clock.now();
    const toTheBroker = () => this.broker.send(event);
    const toTheSpool = () => this.store(event, arrivedAt);
    // Whoever waits goes first. An event that finds no room behind them may still be taken: order is less than safety.
    const [first, second] = this.spool.isClear ? [toTheBroker, toTheSpool] : [toTheSpool, toTheBroker];
    try {
      await first();
    } catch (reason) {
      await second().catch((error: unknown) => {
        const { id: eventId, type, company } = event;
        for (const err of [reason, error]) this.logger.error({ eventId, type, company, err }, 'not stored');
        throw new NotStored('neither the broker nor the spool took the event', { cause: error });
      });
    }
  }

  private async store(event: Event<object>, arrivedAt: Date): Promise<void> {
    await this.spool.add(event, arrivedAt);
    this.drain.wake();
  }
}
