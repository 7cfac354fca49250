import { Global, Module } from '@nestjs/common';
import { Clock } from './clock';
import { Timers } from './timers';

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

class SystemTimers extends Timers {
  after(ms: number, work: () => void, until: AbortSignal): void {
    if (until.aborted) return;
    const stop = () => clearTimeout(timer);
    const timer = setTimeout(() => {
      until.removeEventListener('abort', stop);
      work();
    }, ms);
    until.addEventListener('abort', stop, { once: true });
  }
}

@Global()
@Module({
  providers: [
    { provide: Clock, useClass: SystemClock },
    { provide: Timers, useClass: SystemTimers },
  ],
  exports: [Clock, Timers],
})
export class SystemClockModule {}
