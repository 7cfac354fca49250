import { CustomerErased, type Event } from '@callbook/contracts';
import { inTransaction } from '@callbook/database';
import { Consume } from '@callbook/messaging';
import { Controller, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ErasureDesk } from './erasure-desk.repository';
import { Sweeper } from './sweeper.repository';

/** The record hears its own act too: so one that was built anew from events erases whom the old one had erased. */
@Controller()
export class CustomerErasedConsumer {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    private readonly desk: ErasureDesk,
    private readonly sweeper: Sweeper,
  ) {}

  /** No inbox: erasing again what is erased changes nothing. */
  @Consume(CustomerErased, { queue: 'records.customer-erased' })
  async handle(event: Event<CustomerErased>): Promise<void> {
    await inTransaction(this.dataSource, (tx) => this.desk.follow(tx, event));
    await this.sweeper.sweep(event.data.erasureId);
  }
}
