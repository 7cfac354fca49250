import { Matches } from 'class-validator';
import { type Event, EventAttributes, parseEvent } from '../envelope/event';
import type { EventClass } from '../envelope/event-class';
import { validated } from '../envelope/validated';
import { AppointmentCancelled } from '../events/appointment-cancelled.event';
import { AppointmentChanged } from '../events/appointment-changed.event';
import { AppointmentCompleted } from '../events/appointment-completed.event';
import { AppointmentRecorded } from '../events/appointment-recorded.event';
import { BookingAbsenceMarked } from '../events/booking-absence-marked.event';
import { BookingAwaitingConfirmation } from '../events/booking-awaiting-confirmation.event';
import { BookingCancelled } from '../events/booking-cancelled.event';
import { BookingCreated } from '../events/booking-created.event';
import { BookingFailed } from '../events/booking-failed.event';
import { BookingReassigned } from '../events/booking-reassigned.event';
import { BookingRejected } from '../events/booking-rejected.event';
import { BookingRescheduled } from '../events/booking-rescheduled.event';
import { BookingUnresolved } from '../events/booking-unresolved.event';
import { CustomerErased } from '../events/customer-erased.event';
import { appointmentRowId } from '../ids/derived-id';
import type { BookingFact } from '../values/booking-fact';
import { PublicBooking } from './public-booking';
import { PublicErasure } from './public-erasure';
import { withoutUids } from './without-uids';

/** The attributes of an event as those outside get it. */
export class PublicAttributes extends EventAttributes {
  /**
   * Thirteen digits that rise from fact to fact of one subject (https://github.com/cloudevents/spec, extension Sequence):
   * of two, the greater is the newer.
   */
  @Matches(/^\d{13}$/)
  sequence: string;
}

/** An event of ours that those outside may hear, and the form they hear it in. */
export interface PublicContract {
  readonly event: EventClass;
  /** Describes and checks the data they get. */
  readonly data: new () => object;
  readonly toPublic: (event: Event<object>) => {
    readonly subject: string;
    readonly sequence: number;
    readonly data: object;
  };
}

/** With the booking's own words for itself replaced by one that opens nothing. */
function publicBooking({ company, data }: Event<object>) {
  const { rootUid, calcomUid, segments, ...details } = data as BookingFact;
  const appointmentId = appointmentRowId(company, rootUid);
  const parts = segments.map(({ key, start, end }) => ({ key, start, end }));
  const uids = [...new Set([rootUid, calcomUid, ...segments.map(({ uid }) => uid)])];
  return {
    subject: appointmentId,
    sequence: details.revision,
    data: withoutUids({ appointmentId, ...details, segments: parts }, uids, appointmentId),
  };
}

function asItIs({ subject, time, data }: Event<object>) {
  return { subject, sequence: Date.parse(time), data };
}

/** Cal.com names bookings by their uids in what it says, those of others too. */
function withoutItsWords(event: Event<object>) {
  const told = asItIs(event);
  return { ...told, data: { ...told.data, providerText: null } };
}

function publicErasure({ subject, time, data }: Event<object>) {
  const { erasureId, callIds, appointmentIds, erasedAt } = data as CustomerErased;
  return { subject, sequence: Date.parse(time), data: { erasureId, callIds, appointmentIds, erasedAt } };
}

const booking = (event: unknown): PublicContract => ({
  event: event as EventClass,
  data: PublicBooking,
  toPublic: publicBooking,
});
const unchanged = (event: unknown): PublicContract => ({
  event: event as EventClass,
  data: event as new () => object,
  toPublic: asItIs,
});

/** All that is told outside. What is not here stays inside: what callers said, what agents answered, what people noted. */
export const publicContracts: readonly PublicContract[] = [
  booking(BookingCreated),
  booking(BookingAwaitingConfirmation),
  booking(BookingRescheduled),
  booking(BookingCancelled),
  booking(BookingRejected),
  booking(BookingReassigned),
  booking(BookingAbsenceMarked),
  { ...unchanged(BookingFailed), toPublic: withoutItsWords },
  { ...unchanged(BookingUnresolved), toPublic: withoutItsWords },
  unchanged(AppointmentRecorded),
  unchanged(AppointmentChanged),
  unchanged(AppointmentCancelled),
  unchanged(AppointmentCompleted),
  { event: CustomerErased as unknown as EventClass, data: PublicErasure, toPublic: publicErasure },
];

const byType = new Map(publicContracts.map((contract) => [contract.event.type as string, contract]));

/**
 * The event as those outside get it: same id and type, no uid anywhere, and `sequence` to order by. Undefined for what they
 * are not told, which includes everything of a type that is not known here.
 * @throws ContractViolation when the event does not fulfil its own contract, or its public form not that of the public
 */
export function publicCopy(event: Event<unknown>): Event<object> | undefined {
  const contract = byType.get(event.type);
  if (!contract) return undefined;
  const { data: inside, ...attributes } = parseEvent(contract.event, event);
  const { subject, sequence, data } = contract.toPublic({ ...attributes, data: inside });
  const uids = uidsOf(inside);
  const open = {
    ...withoutUids({ ...attributes }, uids, subject),
    subject,
    sequence: String(sequence).padStart(13, '0'),
  };
  return {
    ...validated(PublicAttributes, `public ${event.type}`, open),
    data: validated(contract.data, `public ${event.type}`, data),
  };
}

function uidsOf(data: object): string[] {
  const { rootUid, calcomUid } = data as Partial<BookingFact>;
  return [rootUid, calcomUid].filter((uid) => uid !== undefined);
}
