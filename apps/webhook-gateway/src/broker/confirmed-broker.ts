import type { Event } from '@callbook/contracts';
import {
  ConfirmLostError,
  ConfirmTimeoutError,
  type EventPublisher,
  NotConnectedError,
  PublishError,
} from '@callbook/messaging';
import { Broker, RefusedByBroker } from './broker';

/** Errors that say something about the broker; all others are about one event. */
const aboutTheBroker = [NotConnectedError, ConfirmLostError, ConfirmTimeoutError];

export class ConfirmedBroker extends Broker {
  /** @param confirmTimeoutMs how long to wait for the broker's word */
  constructor(
    private readonly publisher: EventPublisher,
    private readonly confirmTimeoutMs: number,
  ) {
    super();
  }

  async send(event: Event<object>): Promise<void> {
    try {
      await this.publisher.publish(event, { timeoutMs: this.confirmTimeoutMs });
    } catch (error) {
      if (aboutTheBroker.some((kind) => error instanceof kind)) throw error;
      throw new RefusedByBroker(error instanceof PublishError ? error.code : 'not_publishable', { cause: error });
    }
  }
}
