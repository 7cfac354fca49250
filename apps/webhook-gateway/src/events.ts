import type { Event } from '@callbook/contracts';

/** Neither the broker nor the disk has the event: whoever sent it must send it again. */
export class NotStored extends Error {
  override readonly name = 'NotStored';
}

/** Where events go. */
export abstract class Events {
  /**
   * Resolves when the event is safe: the broker has confirmed it, or it is on this replica's disk and will be forwarded.
   * @throws NotStored when neither is certain; the broker may have it all the same
   */
  abstract publish(event: Event<object>): Promise<void>;
}
