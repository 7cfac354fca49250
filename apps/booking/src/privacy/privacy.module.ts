import { ErasedPeopleModule } from '@callbook/database';
import { type DynamicModule, Module } from '@nestjs/common';
import { CustomerErasedConsumer } from './customer-erased.consumer';
import { HeldOfPersonQuery } from './held-of-person.query';

/** What booking holds of people: shown, erased, and not taken up again. */
@Module({})
export class PrivacyModule {
  /** @param erasureKey null: nobody can be erased */
  static forRoot(erasureKey: string | null): DynamicModule {
    return {
      module: PrivacyModule,
      imports: [ErasedPeopleModule.forRoot('booking', erasureKey)],
      controllers: [CustomerErasedConsumer, HeldOfPersonQuery],
    };
  }
}
