import { Module } from '@nestjs/common';
import { Acts } from '../acts/acts';
import { Clock } from '../clock/clock';
import { CustomerActsConsumer } from './customer-acts.consumer';
import { CustomerActsQuery } from './customer-acts.query';
import { CustomerDesk } from './customer-desk.repository';
import { MergeTwoCustomers } from './merge-customers';

@Module({
  controllers: [CustomerActsConsumer, CustomerActsQuery],
  providers: [
    CustomerDesk,
    {
      provide: MergeTwoCustomers,
      inject: [Acts, Clock],
      useFactory: (acts: Acts, clock: Clock) => new MergeTwoCustomers(acts, clock),
    },
  ],
})
export class CustomerMergesModule {}
