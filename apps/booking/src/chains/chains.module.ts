import { ErasedPeople } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { Chains } from './chains';
import { PostgresChains } from './chains.repository';

@Global()
@Module({
  providers: [
    {
      provide: Chains,
      inject: [DataSource, Outbox, Clock, ErasedPeople],
      useFactory: (dataSource: DataSource, outbox: Outbox, clock: Clock, erased: ErasedPeople) =>
        new PostgresChains(dataSource, outbox, clock, erased),
    },
  ],
  exports: [Chains],
})
export class ChainsModule {}
