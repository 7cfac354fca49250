import { AppointmentRecorded, BookingFailed, BookingUnresolved, type Event } from '@callbook/contracts';
import { Listen } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import type { Outcome } from './outcome';
import { OutcomeWaiters } from './outcome-waiters';

/** Hears every outcome, at every replica, and hands it to whoever waits for it here. What nobody waits for is let go. */
@Controller()
export class BookingOutcomeConsumer {
  constructor(private readonly waiters: OutcomeWaiters) {}

  @Listen(AppointmentRecorded, BookingFailed, BookingUnresolved)
  async hear({ data }: Event<AppointmentRecorded | BookingFailed | BookingUnresolved>): Promise<void> {
    this.waiters.announce(data.requestKey, outcomeIn(data));
  }
}

function outcomeIn(data: AppointmentRecorded | BookingFailed | BookingUnresolved): Outcome {
  if (data instanceof AppointmentRecorded) return { kind: 'recorded', appointment: data };
  return data instanceof BookingFailed ? { kind: 'failed', failure: data } : { kind: 'unresolved', unresolved: data };
}
