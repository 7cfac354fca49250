import { CatalogueSource } from '@callbook/catalogue';
import { Module } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Records } from '../transaction/records';
import { BookingsConsumer } from './bookings.consumer';
import { RecordBooking } from './record-booking';

@Module({
  controllers: [BookingsConsumer],
  providers: [
    {
      provide: RecordBooking,
      inject: [Records, CatalogueSource, Clock],
      useFactory: (records: Records, catalogue: CatalogueSource, clock: Clock) =>
        new RecordBooking(records, catalogue, clock),
    },
  ],
})
export class AppointmentsModule {}
