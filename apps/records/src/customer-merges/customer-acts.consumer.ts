import { CustomerMerged, CustomerUnmerged, type Event } from '@callbook/contracts';
import { Consume, type Delivery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { MergeTwoCustomers } from './merge-customers';

/** Records' own events come back to it: known already where the act was done here, written where all events are replayed. */
@Controller()
export class CustomerActsConsumer {
  constructor(private readonly mergeTwoCustomers: MergeTwoCustomers) {}

  @Consume(CustomerMerged, { queue: 'records.customer-merged' })
  merged(event: Event<CustomerMerged>, { queue }: Delivery): Promise<void> {
    return this.mergeTwoCustomers.apply(event, { id: event.id, queue });
  }

  @Consume(CustomerUnmerged, { queue: 'records.customer-unmerged' })
  unmerged(event: Event<CustomerUnmerged>, { queue }: Delivery): Promise<void> {
    return this.mergeTwoCustomers.apply(event, { id: event.id, queue });
  }
}
