import { CallAnalyzed, CallEnded, CallStarted, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { RecordCall } from './record-call';

@Controller()
export class CallsConsumer {
  constructor(private readonly recordCall: RecordCall) {}

  @Consume(CallStarted, { queue: 'records.call-started' })
  started(event: Event<CallStarted>, { queue }: Delivery): Promise<void> {
    return this.recordCall.execute(event, { id: event.id, queue });
  }

  @Consume(CallEnded, { queue: 'records.call-ended' })
  ended(event: Event<CallEnded>, { queue }: Delivery): Promise<void> {
    return this.recordCall.execute(event, { id: event.id, queue });
  }

  @Consume(CallAnalyzed, { queue: 'records.call-analyzed' })
  analyzed(event: Event<CallAnalyzed>, { queue }: Delivery): Promise<void> {
    return this.recordCall.execute(event, { id: event.id, queue });
  }
}
