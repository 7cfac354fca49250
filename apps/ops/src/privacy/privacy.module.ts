import { ErasedPeople, ErasureKey } from '@callbook/database';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CustomerErasedConsumer } from './customer-erased.consumer';
import { eraseLateLetters } from './erase-letters.repository';
import { HeldByOpsQuery } from './held-by-ops.query';

const lateLettersEveryMs = 60_000;
/** Looked at once more, for a transaction may take its time to commit, and this process may have been away. */
const overlapMs = 3_600_000;

/** What ops holds of people, in history and dead letters: shown, erased, and not kept again. */
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
      controllers: [CustomerErasedConsumer, HeldByOpsQuery],
      providers: [
        { provide: ErasedPeople, useValue: new ErasedPeople('ops', key) },
        repeatedly('dead letters about erased people', [DataSource, ErasedPeople], lateLetters),
      ],
      exports: [ErasedPeople],
    };
  }

  /** @throws ErasureKeyWrong rather than start and keep again whom others have erased */
  async onApplicationBootstrap(): Promise<void> {
    await this.erased.checkKey(this.dataSource);
  }
}

function lateLetters(dataSource: DataSource, erased: ErasedPeople) {
  return {
    everyMs: lateLettersEveryMs,
    execute: async () => {
      await eraseLateLetters(dataSource, erased, new Date(Date.now() - overlapMs));
      return false;
    },
  };
}
