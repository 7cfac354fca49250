import { ErasedPeople, ErasedPeopleModule } from '@callbook/database';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CustomerErasedConsumer } from './customer-erased.consumer';
import { eraseLateLetters } from './erase-letters.repository';
import { HeldByOpsQuery } from './held-by-ops.query';

const lateLettersEveryMs = 60_000;
/** Looked at once more, for a transaction may take its time to commit, and this process may have been away. */
const overlapMs = 3_600_000;

/** What ops holds of people, in history and dead letters: shown, erased, and not kept again. */
@Module({})
export class PrivacyModule {
  /** @param erasureKey null: nobody can be erased */
  static forRoot(erasureKey: string | null): DynamicModule {
    return {
      module: PrivacyModule,
      imports: [ErasedPeopleModule.forRoot('ops', erasureKey)],
      controllers: [CustomerErasedConsumer, HeldByOpsQuery],
      providers: [repeatedly('dead letters about erased people', [DataSource, ErasedPeople], lateLetters)],
    };
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
