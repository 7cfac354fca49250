import { CatalogueSource } from '@callbook/catalogue';
import { Outbox } from '@callbook/outbox';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { AppointmentCompletedConsumer } from './appointment-completed.consumer';
import { CompleteAppointments } from './complete-appointments.repository';

const batchSize = 500;

@Module({})
export class CompletionModule {
  /** @param everyMs between two looks at the clock; the first is made that long after the start */
  static forRoot(everyMs: number): DynamicModule {
    return {
      module: CompletionModule,
      controllers: [AppointmentCompletedConsumer],
      providers: [
        {
          provide: CompleteAppointments,
          inject: [DataSource, Outbox, CatalogueSource, Clock],
          useFactory: (dataSource: DataSource, outbox: Outbox, catalogue: CatalogueSource, clock: Clock) =>
            new CompleteAppointments(dataSource, outbox, catalogue, clock, batchSize),
        },
        repeatedly('appointments that are over', [CompleteAppointments], (complete: CompleteAppointments) => ({
          everyMs,
          offsetMs: everyMs,
          execute: () => complete.execute(),
        })),
      ],
    };
  }
}
