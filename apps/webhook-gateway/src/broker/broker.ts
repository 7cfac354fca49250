import type { Event } from '@callbook/contracts';

/** The broker is there and does not take this event: no queue is bound for it, say. Others may well pass. */
export class RefusedByBroker extends Error {
  override readonly name = 'RefusedByBroker';

  constructor(
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`the broker does not take the event: ${code}`, options);
  }
}

/** The way to the broker and nothing else. */
export abstract class Broker {
  /**
   * Resolves when the broker has taken the event for good. Never hangs.
   * @throws RefusedByBroker, or another error when the broker is away or silent and may have the event all the same
   */
  abstract send(event: Event<object>): Promise<void>;
}
