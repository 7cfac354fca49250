import type { Event } from '@callbook/contracts';

/** Where events go. */
export abstract class Events {
  /**
   * Resolves when the broker has taken the event for good; rejects when that is not certain, although it may have.
   * @param options.timeoutMs how long to wait for the broker's word
   */
  abstract publish(event: Event<object>, options: { timeoutMs: number }): Promise<void>;
}
