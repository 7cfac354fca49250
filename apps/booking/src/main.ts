import { runService } from '@callbook/service';
import { BookingModule } from './booking.module';
import { bookingConfig } from './config';

void runService({
  name: 'booking',
  module: () => BookingModule.forRoot(bookingConfig()),
  port: () => bookingConfig().PORT,
});
