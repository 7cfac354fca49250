import { CatalogueSource } from '@callbook/catalogue';
import { Module } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { DecideLink } from '../links/decide-link';
import { WriteNote } from '../notes/write-note';
import { AppointmentActsConsumer } from './appointment-acts.consumer';
import { AppointmentActsQuery } from './appointment-acts.query';
import { AppointmentDesk } from './appointment-desk.repository';
import { Acts } from './acts';

@Module({
  controllers: [AppointmentActsConsumer, AppointmentActsQuery],
  providers: [
    AppointmentDesk,
    {
      provide: DecideLink,
      inject: [Acts, CatalogueSource, Clock],
      useFactory: (acts: Acts, catalogue: CatalogueSource, clock: Clock) => new DecideLink(acts, catalogue, clock),
    },
    { provide: WriteNote, inject: [Acts, Clock], useFactory: (acts: Acts, clock: Clock) => new WriteNote(acts, clock) },
  ],
})
export class AppointmentActsModule {}
