import { CatalogueSource } from '@callbook/catalogue';
import { Module } from '@nestjs/common';
import { Records } from '../transaction/records';
import { RecordUnbooked } from './record-unbooked';
import { RequestOutcomeQuery } from './request-outcome.query';
import { RequestOutcomes } from './request-outcomes';
import { PostgresRequestOutcomes } from './request-outcomes.repository';
import { UnbookedConsumer } from './unbooked.consumer';

@Module({
  controllers: [UnbookedConsumer, RequestOutcomeQuery],
  providers: [
    { provide: RequestOutcomes, useClass: PostgresRequestOutcomes },
    {
      provide: RecordUnbooked,
      inject: [Records, CatalogueSource],
      useFactory: (records: Records, catalogue: CatalogueSource) => new RecordUnbooked(records, catalogue),
    },
  ],
})
export class OutcomesModule {}
