import { CustomerErased, type Event } from '@callbook/contracts';
import { ErasedPeople, inTransaction } from '@callbook/database';
import { Consume, PermanentError } from '@callbook/messaging';
import { Controller, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { eraseKept } from './erase-kept.repository';

@Controller()
export class CustomerErasedConsumer {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ErasedPeople) private readonly erased: ErasedPeople,
  ) {}

  /**
   * No inbox: erasing again what is erased changes nothing. From the first transaction on nothing new is kept about the
   * person; what was kept is then looked for, day by day.
   */
  @Consume(CustomerErased, { queue: 'ops.customer-erased', prefetch: 1 })
  async handle({ company, data }: Event<CustomerErased>): Promise<void> {
    const { key } = this.erased;
    if (!key || key.fingerprint !== data.keyFingerprint)
      throw new PermanentError(
        'erasure_key_differs',
        'ERASURE_KEY is missing here, or another one than that of records',
      );
    await inTransaction(this.dataSource, async (tx) => {
      await this.erased.keepOthersOut(tx, company);
      await this.erased.settleKey(tx);
      await this.erased.remember(tx, company, data.hashes, new Date(data.erasedAt));
    });
    await eraseKept(this.dataSource, { company, ...data }, key);
  }
}
