import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  BookingAskedBack,
  BookingFailed,
  BookingUnresolved,
  sampleOf,
} from '@callbook/contracts';
import type { Outcome } from '../../src/booking-outcome/outcome';

/** The contracts' samples as outcomes of one request. */
export const recorded = (change: Partial<AppointmentRecorded> = {}) =>
  ({ kind: 'recorded', appointment: { ...sampleOf(AppointmentRecorded), ...change } }) as const satisfies Outcome;

export const failed = (change: Partial<BookingFailed> = {}) =>
  ({ kind: 'failed', failure: { ...sampleOf(BookingFailed), ...change } }) as const satisfies Outcome;

export const unresolved = (change: Partial<BookingUnresolved> = {}) =>
  ({ kind: 'unresolved', unresolved: { ...sampleOf(BookingUnresolved), ...change } }) as const satisfies Outcome;

export const moved = (change: Partial<AppointmentChanged> = {}) =>
  ({ kind: 'changed', appointment: { ...sampleOf(AppointmentChanged), ...change } }) as const satisfies Outcome;

export const cancelled = (change: Partial<AppointmentCancelled> = {}) =>
  ({ kind: 'changed', appointment: { ...sampleOf(AppointmentCancelled), ...change } }) as const satisfies Outcome;

export const askedBack = (change: Partial<BookingAskedBack> = {}) =>
  ({ kind: 'asked_back', question: { ...sampleOf(BookingAskedBack), ...change } }) as const satisfies Outcome;
