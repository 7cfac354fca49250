import type { Event } from '@callbook/contracts';
import { EventPublisher } from '@callbook/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { Events } from '../events';
import { unconfirmedEvents } from '../metrics';

/** Events to the broker, confirmed; what is not confirmed is counted, logged and left to the caller. */
@Injectable()
export class ConfirmedEvents extends Events {
  private readonly logger = new Logger(ConfirmedEvents.name);

  constructor(private readonly publisher: EventPublisher) {
    super();
  }

  async publish(event: Event<object>, options: { timeoutMs: number }): Promise<void> {
    try {
      await this.publisher.publish(event, options);
    } catch (error) {
      unconfirmedEvents.inc({ type: event.type });
      this.logger.error({ err: error, eventId: event.id, type: event.type, company: event.company }, 'not confirmed');
      throw error;
    }
  }
}
