import { CallOwedAnswerSettled, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { OwedAnswerDesk } from './owed-answer-desk.repository';

/** The record hears its own word: known already where it was settled here, settled now where all events are replayed. */
@Controller()
export class OwedAnswerSettledConsumer {
  constructor(private readonly desk: OwedAnswerDesk) {}

  @Consume(CallOwedAnswerSettled, { queue: 'records.owed-answer-settled' })
  handle(event: Event<CallOwedAnswerSettled>, { queue }: Delivery): Promise<void> {
    return this.desk.apply(event, { id: event.id, queue });
  }
}
