import { CallFunctionAnswered, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { RecordFunctionAnswer } from './record-function-answer';

@Controller()
export class FunctionAnswersConsumer {
  constructor(private readonly recordFunctionAnswer: RecordFunctionAnswer) {}

  @Consume(CallFunctionAnswered, { queue: 'records.call-function-answered' })
  handle(event: Event<CallFunctionAnswered>, { queue }: Delivery): Promise<void> {
    return this.recordFunctionAnswer.execute(event, { id: event.id, queue });
  }
}
