import { BookingRequestJoined, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { JoinRequest } from './join-request';

@Controller()
export class RequestJoinedConsumer {
  constructor(private readonly joinRequest: JoinRequest) {}

  @Consume(BookingRequestJoined, { queue: 'records.booking-request-joined' })
  handle(event: Event<BookingRequestJoined>, { queue }: Delivery): Promise<void> {
    return this.joinRequest.execute(event, { id: event.id, queue });
  }
}
