import {
  BookingAbsenceMarked,
  BookingAwaitingConfirmation,
  BookingCancelled,
  BookingCreated,
  BookingReassigned,
  BookingRejected,
  BookingRescheduled,
  type Event,
} from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { RecordBooking } from './record-booking';

/** Every fact about a chain of bookings takes the same way. */
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

  @Consume(BookingRescheduled, { queue: 'records.booking-rescheduled' })
  rescheduled(event: Event<BookingRescheduled>, { queue }: Delivery): Promise<void> {
    return this.recordBooking.execute(event, { id: event.id, queue });
  }

  @Consume(BookingReassigned, { queue: 'records.booking-reassigned' })
  reassigned(event: Event<BookingReassigned>, { queue }: Delivery): Promise<void> {
    return this.recordBooking.execute(event, { id: event.id, queue });
  }

  @Consume(BookingAbsenceMarked, { queue: 'records.booking-absence-marked' })
  absenceMarked(event: Event<BookingAbsenceMarked>, { queue }: Delivery): Promise<void> {
    return this.recordBooking.execute(event, { id: event.id, queue });
  }

  @Consume(BookingCancelled, { queue: 'records.booking-cancelled' })
  cancelled(event: Event<BookingCancelled>, { queue }: Delivery): Promise<void> {
    return this.recordBooking.execute(event, { id: event.id, queue });
  }

  @Consume(BookingRejected, { queue: 'records.booking-rejected' })
  rejected(event: Event<BookingRejected>, { queue }: Delivery): Promise<void> {
    return this.recordBooking.execute(event, { id: event.id, queue });
  }
}
