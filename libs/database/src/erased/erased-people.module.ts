import { type DynamicModule, Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ErasedPeople } from './erased-people';
import { ErasureKey } from './erasure-key';

/** Provides the `ErasedPeople` of an app's schema. Needs the `DataSource`. */
@Global()
@Module({})
export class ErasedPeopleModule implements OnApplicationBootstrap {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(ErasedPeople) private readonly erased: ErasedPeople,
  ) {}

  /** @param erasureKey null: nobody can be erased */
  static forRoot(schema: string, erasureKey: string | null): DynamicModule {
    const key = erasureKey === null ? null : new ErasureKey(erasureKey);
    return {
      module: ErasedPeopleModule,
      providers: [{ provide: ErasedPeople, useValue: new ErasedPeople(schema, key) }],
      exports: [ErasedPeople],
    };
  }

  /** @throws ErasureKeyWrong rather than start and store again whom others have erased */
  async onApplicationBootstrap(): Promise<void> {
    await this.erased.checkKey(this.dataSource);
  }
}
