import { MessagingModule, type MessagingOptions } from '@callbook/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import { RequestOutcomes } from '../booking-outcome/request-outcomes';
import { Events } from '../events';
import { ConfirmedEvents } from './confirmed-events';
import { RecordsRequestOutcomes } from './records-request-outcomes';

/** The gateway's ways to the other apps. */
@Module({})
export class BrokerModule {
  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: BrokerModule,
      imports: [MessagingModule.forRoot(options)],
      providers: [
        { provide: Events, useClass: ConfirmedEvents },
        { provide: RequestOutcomes, useClass: RecordsRequestOutcomes },
      ],
      exports: [Events, RequestOutcomes],
    };
  }
}
