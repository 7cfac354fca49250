import { CatalogueSource } from '@callbook/catalogue';
import { Module } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Records } from '../transaction/records';
import { JoinRequest } from './join-request';
import { RecordUnbooked } from './record-unbooked';
import { RequestJoinedConsumer } from './request-joined.consumer';
import { RequestOutcomeQuery } from './request-outcome.query';
import { RequestOutcomes } from './request-outcomes';
import { PostgresRequestOutcomes } from './request-outcomes.repository';
import { UnbookedConsumer } from './unbooked.consumer';

const inject = [Records, CatalogueSource, Clock];

@Module({
  controllers: [UnbookedConsumer, RequestJoinedConsumer, RequestOutcomeQuery],
  providers: [
    { provide: RequestOutcomes, useClass: PostgresRequestOutcomes },
    {
      provide: RecordUnbooked,
      inject,
      useFactory: (records: Records, catalogue: CatalogueSource, clock: Clock) =>
        new RecordUnbooked(records, catalogue, clock),
    },
    {
      provide: JoinRequest,
      inject,
      useFactory: (records: Records, catalogue: CatalogueSource, clock: Clock) =>
        new JoinRequest(records, catalogue, clock),
    },
  ],
})
export class OutcomesModule {}
