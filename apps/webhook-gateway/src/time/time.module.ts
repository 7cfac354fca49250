import { Module } from '@nestjs/common';
import { Clock, SystemClock } from './clock';
import { SystemTimers, Timers } from './timers';

@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: Timers, useClass: SystemTimers },
  ],
  exports: [Clock, Timers],
})
export class TimeModule {}
