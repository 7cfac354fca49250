import { Availability, type AvailabilityReply } from '@callbook/contracts';
import { QueryClient } from '@callbook/messaging';
import { Injectable } from '@nestjs/common';
import { FreeTimes } from '../check-availability/free-times';
import { asked } from './asked';

/** Asks the booking app, which looks into the calendar. */
@Injectable()
export class BookingFreeTimes extends FreeTimes {
  constructor(private readonly queries: QueryClient) {
    super();
  }

  async lookUp(
    question: Availability,
    options: { timeoutMs: number },
  ): Promise<Pick<AvailabilityReply, 'slots' | 'problem'>> {
    const reply = await asked(this.queries, Availability, question, options);
    return reply ?? { slots: [], problem: 'unavailable' };
  }
}
