import type { SaidAppointment } from '../callers/said-appointment';
import type { Change } from './change-requested.mapper';

/** What the caller wants changed. */
export interface WantedChange {
  readonly operation: Change['operation'];
  readonly said: SaidAppointment;
  /** Null for a cancellation. */
  readonly newStart: Date | null;
  readonly reason: string | null;
}
