import { CatalogueSource } from '@callbook/catalogue';
import { Global, Logger, Module } from '@nestjs/common';
import { Calendar } from '../calendar/calendar';
import { Clock } from '../clock/clock';
import { Timers } from '../clock/timers';
import { Alternatives } from './alternatives';
import { AskedSlots } from './asked-slots';
import { AvailabilityQuery } from './availability.query';
import { CheckAvailability } from './check-availability';
import { FindAlternatives } from './find-alternatives';

/** A caller waits meanwhile. */
const asking = { keptMs: 10_000, withinMs: 3_000 };

/** Needs `Calendar`, `CatalogueSource`, `Clock` and `Timers`. */
@Global()
@Module({
  controllers: [AvailabilityQuery],
  providers: [
    {
      provide: AskedSlots,
      inject: [Calendar, Clock, Timers],
      useFactory: (calendar: Calendar, clock: Clock, timers: Timers) => new AskedSlots(calendar, clock, timers, asking),
    },
    {
      provide: CheckAvailability,
      inject: [AskedSlots, CatalogueSource, Clock],
      useFactory: (asked: AskedSlots, catalogue: CatalogueSource, clock: Clock) =>
        new CheckAvailability(asked, catalogue, clock),
    },
    {
      provide: Alternatives,
      inject: [AskedSlots, CatalogueSource, Clock],
      useFactory: (asked: AskedSlots, catalogue: CatalogueSource, clock: Clock) => {
        const logger = new Logger('Alternatives');
        const report = (error: unknown) => logger.warn(`no alternatives: ${(error as Error).message}`);
        return new FindAlternatives(asked, catalogue, clock, report);
      },
    },
  ],
  exports: [Alternatives],
})
export class FreeSlotsModule {}
