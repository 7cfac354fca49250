import { CustomerErased, type Event } from '@callbook/contracts';
import { ErasedPeople, inTransaction } from '@callbook/database';
import { Consume, PermanentError, RetryableError } from '@callbook/messaging';
import { forgetEvents } from '@callbook/outbox';
import { Controller, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { eraseRows } from './erase-rows.repository';

@Controller()
export class CustomerErasedConsumer {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ErasedPeople) private readonly erased: ErasedPeople,
  ) {}

  /**
   * No inbox: erasing again what is erased changes nothing. From the first time on nothing new is taken up about the person;
   * what is under way with Cal.com ends as it would, and is erased then.
   */
  @Consume(CustomerErased, { queue: 'booking.customer-erased' })
  async handle({ company, data }: Event<CustomerErased>): Promise<void> {
    const { key } = this.erased;
    if (!key || key.fingerprint !== data.keyFingerprint)
      throw new PermanentError(
        'erasure_key_differs',
        'ERASURE_KEY is missing here, or another one than that of records',
      );
    const person = { company, ...data };
    const underWay = await inTransaction(this.dataSource, async (tx) => {
      await this.erased.keepOthersOut(tx, company);
      await this.erased.settleKey(tx);
      await this.erased.remember(tx, company, data.hashes, new Date(data.erasedAt));
      return eraseRows(tx, person, key);
    });
    await forgetEvents(this.dataSource, 'booking', person, key);
    if (underWay > 0)
      throw new RetryableError(
        'attempts_under_way',
        `${underWay} attempts are not done with Cal.com; the rest is erased`,
      );
  }
}
