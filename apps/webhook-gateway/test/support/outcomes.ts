import { AppointmentRecorded, BookingFailed, BookingUnresolved, sampleOf } from '@callbook/contracts';
import type { Outcome } from '../../src/booking-outcome/outcome';

/** The contracts' samples as outcomes of one request. */
export const recorded = (change: Partial<AppointmentRecorded> = {}) =>
  ({ kind: 'recorded', appointment: { ...sampleOf(AppointmentRecorded), ...change } }) as const satisfies Outcome;

export const failed = (change: Partial<BookingFailed> = {}) =>
  ({ kind: 'failed', failure: { ...sampleOf(BookingFailed), ...change } }) as const satisfies Outcome;

export const unresolved = (change: Partial<BookingUnresolved> = {}) =>
  ({ kind: 'unresolved', unresolved: { ...sampleOf(BookingUnresolved), ...change } }) as const satisfies Outcome;
