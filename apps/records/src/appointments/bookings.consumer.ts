import { BookingAwaitingConfirmation, BookingCreated, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { RecordBooking } from './record-booking';

@Controller()
export class BookingsConsumer {
  constructor(private readonly recordBooking: RecordBooking) {}

  @Consume(BookingCreated, { queue: 'records.booking-created' })
  created(event: Event<BookingCreated>, { queue }: Delivery): Promise<void> {
    return this.recordBooking.execute(event, { id: event.id, queue });
  }

  @Consume(BookingAwaitingConfirmation, { queue: 'records.booking-awaiting-confirmation' })
  awaitingConfirmation(event: Event<BookingAwaitingConfirmation>, { queue }: Delivery): Promise<void> {
    return this.recordBooking.execute(event, { id: event.id, queue });
  }
}
