import {
  AppointmentCancelled,
  AppointmentChanged,
  AppointmentRecorded,
  type AppointmentState,
  type EventClass,
} from '@callbook/contracts';
import type { Answering } from '../outcomes/keep-outcome';
import { type Appointment, hasEnded } from './appointment';

/** What subscribers are told again when it differs. */
const watched = [
  'startsAt',
  'endsAt',
  'staffId',
  'calcomHostId',
  'status',
  'hostAbsent',
] as const satisfies (keyof Appointment)[];

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

export interface Announcement {
  readonly type: EventClass<AppointmentState>;
  readonly state: AppointmentState;
}

/**
 * What to publish of an appointment: what is new about it, and the answers to those who asked for the booking or for a change
 * and have not had one, although nothing may be new.
 * @param told.booked for the request that booked it; told.changed for the one that changed it, if a call asked for that
 */
export function announcementsOf(
  before: Appointment | null,
  after: Appointment,
  told: { readonly booked: Answering; readonly changed: Answering | null },
): Announcement[] {
  const { booked, changed } = told;
  const ended = hasEnded(after);
  const change = ended ? AppointmentCancelled : AppointmentChanged;
  const types = new Map<EventClass<AppointmentState>, AppointmentState>();
  const news = newsOf(before, after);
  if (news) types.set(news, booked.state);
  if (booked.isAnswer && !ended) types.set(AppointmentRecorded, booked.state);
  if (changed && (changed.isAnswer || news === change)) types.set(change, changed.state);
  return [...types].map(([type, state]) => ({ type, state }));
}
