import { ErasedPeople, ErasureKey } from '@callbook/database';
import { type DynamicModule, Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CustomerErasedConsumer } from './customer-erased.consumer';
import { HeldOfPersonQuery } from './held-of-person.query';

/** What booking holds of people: shown, erased, and not taken up again. */
@Global()
@Module({})
export class PrivacyModule implements OnApplicationBootstrap {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ErasedPeople) private readonly erased: ErasedPeople,
  ) {}

  /** @param erasureKey null: nobody can be erased */
  static forRoot(erasureKey: string | null): DynamicModule {
    const key = erasureKey === null ? null : new ErasureKey(erasureKey);
    return {
      module: PrivacyModule,
      controllers: [CustomerErasedConsumer, HeldOfPersonQuery],
      providers: [{ provide: ErasedPeople, useValue: new ErasedPeople('booking', key) }],
      exports: [ErasedPeople],
    };
  }

  /** @throws ErasureKeyWrong rather than start and store again whom others have erased */
  async onApplicationBootstrap(): Promise<void> {
    await this.erased.checkKey(this.dataSource);
  }
}
