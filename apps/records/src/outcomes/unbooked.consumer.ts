import { BookingAskedBack, BookingFailed, BookingUnresolved, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { RecordUnbooked } from './record-unbooked';

@Controller()
export class UnbookedConsumer {
  constructor(private readonly recordUnbooked: RecordUnbooked) {}

  @Consume(BookingFailed, { queue: 'records.booking-failed' })
  failed(event: Event<BookingFailed>, { queue }: Delivery): Promise<void> {
    return this.recordUnbooked.execute(event, { id: event.id, queue });
  }

  @Consume(BookingUnresolved, { queue: 'records.booking-unresolved' })
  unresolved(event: Event<BookingUnresolved>, { queue }: Delivery): Promise<void> {
    return this.recordUnbooked.execute(event, { id: event.id, queue });
  }

  @Consume(BookingAskedBack, { queue: 'records.booking-asked-back' })
  askedBack(event: Event<BookingAskedBack>, { queue }: Delivery): Promise<void> {
    return this.recordUnbooked.execute(event, { id: event.id, queue });
  }
}
