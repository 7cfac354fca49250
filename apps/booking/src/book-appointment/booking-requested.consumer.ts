import { BookingRequested, type Event } from '@callbook/contracts';
import { Consume } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { BookAppointment } from './book-appointment';

@Controller()
export class BookingRequestedConsumer {
  constructor(private readonly bookAppointment: BookAppointment) {}

  /** No inbox: the attempt itself recognises a repetition, and must see it to finish what a crash left open. */
  @Consume(BookingRequested, { queue: 'booking.booking-requested' })
  handle(event: Event<BookingRequested>): Promise<void> {
    return this.bookAppointment.execute(event);
  }
}
