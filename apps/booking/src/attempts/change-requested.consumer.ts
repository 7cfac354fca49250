import { BookingCancelRequested, BookingRescheduleRequested, type Event } from '@callbook/contracts';
import { Consume } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { TakeRequest } from './take-request';

/** No inbox either, for the same reason as with bookings. */
@Controller()
export class ChangeRequestedConsumer {
  constructor(private readonly takeRequest: TakeRequest) {}

  @Consume(BookingRescheduleRequested, { queue: 'booking.booking-reschedule-requested' })
  reschedule(event: Event<BookingRescheduleRequested>): Promise<void> {
    return this.takeRequest.execute(event);
  }

  @Consume(BookingCancelRequested, { queue: 'booking.booking-cancel-requested' })
  cancel(event: Event<BookingCancelRequested>): Promise<void> {
    return this.takeRequest.execute(event);
  }
}
