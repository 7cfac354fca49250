import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  type AppointmentState,
  type EventClass,
} from '@callbook/contracts';
import { type Appointment, hasEnded } from './appointment';

/** What subscribers are told again when it differs. */
const watched = ['startsAt', 'endsAt', 'staffId', 'calcomHostId', 'status'] as const satisfies (keyof Appointment)[];

/**
 * The event that tells what became of an appointment; null when nothing that anybody waits for is different.
 * One that has ended is never "recorded", also not when an older fact comes late: nobody may say "booked" for it.
 * @param before the row as it was; null when there was none
 */
export function newsOf(before: Appointment | null, after: Appointment): EventClass<AppointmentState> | null {
  const lived = before !== null && !hasEnded(before);
  if (hasEnded(after)) return lived || before === null ? AppointmentCancelled : null;
  if (!lived) return AppointmentRecorded;
  return watched.some((field) => before[field]?.valueOf() !== after[field]?.valueOf()) ? AppointmentChanged : null;
}
