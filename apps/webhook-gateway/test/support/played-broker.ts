import type { Event } from '@callbook/contracts';
import { Broker, RefusedByBroker } from '../../src/broker/broker';
import { nameOf } from './events';

/** A broker that does as it is told. It proves nothing about delivery; that is for the specs on a real one. */
export class PlayedBroker extends Broker {
  /** What was sent, confirmed or not. */
  readonly sent: string[] = [];
  readonly confirmed: string[] = [];
  away = false;
  refused: readonly string[] = [];
  /** Something to do when an event has arrived, before its confirm. */
  arriving: (name: string) => Promise<void> | void = () => undefined;

  async send(event: Event<object>): Promise<void> {
    const name = nameOf(event);
    this.sent.push(name);
    await this.arriving(name);
    if (this.refused.includes(name)) throw new RefusedByBroker('broker_unroutable');
    if (this.away) throw new Error('no confirm');
    this.confirmed.push(name);
  }
}
