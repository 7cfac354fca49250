import { BookingAlreadyBooked, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { RecordAlreadyBooked } from './record-already-booked';

@Controller()
export class AlreadyBookedConsumer {
  constructor(private readonly recordAlreadyBooked: RecordAlreadyBooked) {}

  @Consume(BookingAlreadyBooked, { queue: 'records.booking-already-booked' })
  handle(event: Event<BookingAlreadyBooked>, { queue }: Delivery): Promise<void> {
    return this.recordAlreadyBooked.execute(event, { id: event.id, queue });
  }
}
