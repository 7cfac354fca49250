import { CatalogueSource } from '@callbook/catalogue';
import { Module } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Records } from '../transaction/records';
import { AlreadyBookedConsumer } from './already-booked.consumer';
import { AppointmentsOfCallerQuery } from './appointments-of-caller.query';
import { BookingsConsumer } from './bookings.consumer';
import { CallerAppointments } from './caller-appointments.repository';
import { RecordAlreadyBooked } from './record-already-booked';
import { RecordBooking } from './record-booking';

const inject = [Records, CatalogueSource, Clock];

@Module({
  controllers: [BookingsConsumer, AlreadyBookedConsumer, AppointmentsOfCallerQuery],
  providers: [
    CallerAppointments,
    {
      provide: RecordBooking,
      inject,
      useFactory: (records: Records, catalogue: CatalogueSource, clock: Clock) =>
        new RecordBooking(records, catalogue, clock),
    },
    {
      provide: RecordAlreadyBooked,
      inject,
      useFactory: (records: Records, catalogue: CatalogueSource, clock: Clock) =>
        new RecordAlreadyBooked(records, catalogue, clock),
    },
  ],
})
export class AppointmentsModule {}
