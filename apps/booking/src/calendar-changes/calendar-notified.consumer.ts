import { CalendarNotified, type Event } from '@callbook/contracts';
import { Consume } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { TakeHint } from './take-hint';

@Controller()
export class CalendarNotifiedConsumer {
  constructor(private readonly takeHint: TakeHint) {}

  /** No inbox: a hint that comes twice is one look, or two, and neither does harm. */
  @Consume(CalendarNotified, { queue: 'booking.calendar-notified' })
  handle(event: Event<CalendarNotified>): Promise<void> {
    return this.takeHint.execute(event);
  }
}
