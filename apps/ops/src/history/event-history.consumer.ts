import type { Event } from '@callbook/contracts';
import { ConsumeEveryEvent, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { KeepTogether } from './keep-together';
import { type KeptEvent, keptEvent } from './kept-event';

/** Events held at a time: as many as are written together, and few enough should each be as large as the gateway lets in. */
export const historyPrefetch = 100;

@Controller()
export class EventHistoryConsumer {
  constructor(private readonly history: KeepTogether<KeptEvent>) {}

  /** Returns, and so acknowledges, when the event is committed. */
  @ConsumeEveryEvent({ queue: 'ops.event-history', prefetch: historyPrefetch })
  handle(event: Event<unknown>, _delivery: Delivery): Promise<void> {
    const kept = keptEvent(event);
    return this.history.add(kept, JSON.stringify(kept.event).length);
  }
}
