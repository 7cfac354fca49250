import { EventPublisher, MessagingModule, type MessagingOptions } from '@callbook/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import { RequestOutcomes } from '../booking-outcome/request-outcomes';
import { Callers } from '../callers/callers';
import { FreeTimes } from '../check-availability/free-times';
import { BookingFreeTimes } from './booking-free-times';
import { Broker } from './broker';
import { ConfirmedBroker } from './confirmed-broker';
import { RecordsCallers } from './records-callers';
import { RecordsRequestOutcomes } from './records-request-outcomes';

export interface BrokerOptions extends Omit<MessagingOptions, 'brokerRequired' | 'confirmTimeoutMs'> {
  /** How long to wait for the broker's word about an event, in milliseconds. */
  readonly confirmTimeoutMs: number;
}

/** The gateway's ways to the other apps. It starts without the broker too: the spool takes what comes meanwhile. */
@Module({})
export class BrokerModule {
  static forRoot(options: BrokerOptions): DynamicModule {
    return {
      module: BrokerModule,
      imports: [MessagingModule.forRoot({ ...options, brokerRequired: false })],
      providers: [
        {
          provide: Broker,
          inject: [EventPublisher],
          useFactory: (publisher: EventPublisher) => new ConfirmedBroker(publisher, options.confirmTimeoutMs),
        },
        { provide: RequestOutcomes, useClass: RecordsRequestOutcomes },
        { provide: Callers, useClass: RecordsCallers },
        { provide: FreeTimes, useClass: BookingFreeTimes },
      ],
      exports: [Broker, RequestOutcomes, Callers, FreeTimes],
    };
  }
}
