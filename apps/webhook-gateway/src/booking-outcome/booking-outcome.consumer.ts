import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  BookingAskedBack,
  BookingFailed,
  BookingUnresolved,
  type Event,
} from '@callbook/contracts';
import { Listen } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import type { Outcome } from './outcome';
import { OutcomeWaiters } from './outcome-waiters';

type Told =
  | AppointmentRecorded
  | AppointmentChanged
  | AppointmentCancelled
  | BookingFailed
  | BookingUnresolved
  | BookingAskedBack;

/** Hears every outcome, at every replica, and hands it to whoever waits for it here. What nobody waits for is let go. */
@Controller()
export class BookingOutcomeConsumer {
  constructor(private readonly waiters: OutcomeWaiters) {}

  @Listen(
    AppointmentRecorded,
    AppointmentChanged,
    AppointmentCancelled,
    BookingFailed,
    BookingUnresolved,
    BookingAskedBack,
  )
  async hear({ data }: Event<Told>): Promise<void> {
    this.waiters.announce(outcomeIn(data));
  }
}

function outcomeIn(data: Told): Outcome {
  if (data instanceof AppointmentRecorded) return { kind: 'recorded', appointment: data };
  if (data instanceof BookingFailed) return { kind: 'failed', failure: data };
  if (data instanceof BookingUnresolved) return { kind: 'unresolved', unresolved: data };
  if (data instanceof BookingAskedBack) return { kind: 'asked_back', question: data };
  return { kind: 'changed', appointment: data };
}
