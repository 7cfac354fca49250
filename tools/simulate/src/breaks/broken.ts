import type { Attempts, BookingSettings, Calendar } from '@callbook/booking/use-cases';
import type { AppointmentRecorded, Event } from '@callbook/contracts';
import type { OutcomeWaiters } from '@callbook/webhook-gateway/use-cases';
import type { SharedAttempts } from '../booking/shared-attempts';
import type { SimulatedProcess } from '../clockwork/process';

/** What the simulation puts between our code and the world when a guard is to be missing. Nothing named: nothing is missing. */
export interface Broken {
  readonly settings?: Partial<BookingSettings>;
  /** The store that booking's replicas share. */
  readonly Store?: typeof SharedAttempts;
  /** One replica's way to that store. */
  readonly attempts?: (attempts: Attempts) => Attempts;
  readonly calendar?: (calendar: Calendar) => Calendar;
  /** Records does nothing only because time has passed. */
  readonly isTimeless?: boolean;
  readonly Waiters?: new (limit: number, process: SimulatedProcess) => OutcomeWaiters;
  /** What a replica of the gateway makes of an event it should not listen to. */
  readonly overhears?: (event: Event<object>) => Event<AppointmentRecorded> | undefined;
}
