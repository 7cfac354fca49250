import { Global, Module } from '@nestjs/common';
import { Clock } from './clock';

class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

@Global()
@Module({ providers: [{ provide: Clock, useClass: SystemClock }], exports: [Clock] })
export class SystemClockModule {}
