import { CatalogueSource } from '@callbook/catalogue';
import { Outbox } from '@callbook/outbox';
import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Calendar } from '../calendar/calendar';
import { Chains } from '../chains/chains';
import { Clock } from '../clock/clock';
import { Attempts } from './attempts';
import { BookAppointment, type BookAppointmentSettings } from './book-appointment';
import { BookingRequestedConsumer } from './booking-requested.consumer';
import { ConfirmAttempt } from './confirm-attempt';
import { PostgresAttempts } from './postgres-attempts.repository';

@Module({})
export class BookAppointmentModule {
  static forRoot(settings: BookAppointmentSettings): DynamicModule {
    return {
      module: BookAppointmentModule,
      controllers: [BookingRequestedConsumer],
      providers: [
        {
          provide: Attempts,
          inject: [DataSource, Outbox, Clock],
          useFactory: (dataSource: DataSource, outbox: Outbox, clock: Clock) =>
            new PostgresAttempts(dataSource, outbox, clock),
        },
        {
          provide: ConfirmAttempt,
          inject: [Attempts, Calendar, CatalogueSource],
          useFactory: (attempts: Attempts, calendar: Calendar, catalogue: CatalogueSource) =>
            new ConfirmAttempt(attempts, calendar, catalogue),
        },
        {
          provide: BookAppointment,
          inject: [Attempts, ConfirmAttempt, Chains, Calendar, CatalogueSource, Clock],
          useFactory: (
            attempts: Attempts,
            confirmAttempt: ConfirmAttempt,
            chains: Chains,
            calendar: Calendar,
            catalogue: CatalogueSource,
            clock: Clock,
          ) => new BookAppointment(attempts, confirmAttempt, chains, calendar, catalogue, clock, settings),
        },
      ],
      exports: [Attempts, ConfirmAttempt],
    };
  }
}
