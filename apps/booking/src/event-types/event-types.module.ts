import { Module } from '@nestjs/common';
import { CompanyClients } from '../calendar/company-clients';
import { CalendarEventTypesQuery } from './calendar-event-types.query';
import { ReadEventTypes } from './read-event-types';

/** Needs `CompanyClients`. */
@Module({
  controllers: [CalendarEventTypesQuery],
  providers: [
    {
      provide: ReadEventTypes,
      inject: [CompanyClients],
      useFactory: (clients: CompanyClients) => new ReadEventTypes((company) => clients.of(company)),
    },
  ],
})
export class EventTypesModule {}
