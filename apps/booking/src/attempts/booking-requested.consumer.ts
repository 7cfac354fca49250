import { BookingRequested, type Event } from '@callbook/contracts';
import { Consume } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { TakeRequest } from './take-request';

@Controller()
export class BookingRequestedConsumer {
  constructor(private readonly takeRequest: TakeRequest) {}

  /** No inbox: the round itself recognises a repetition, and must see it to go on with what a crash left open. */
  @Consume(BookingRequested, { queue: 'booking.booking-requested' })
  handle(event: Event<BookingRequested>): Promise<void> {
    return this.takeRequest.execute(event);
  }
}
