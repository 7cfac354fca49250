import type { AppointmentStatus, AttendeeAsBooked, AttendeeAsSaid } from '@callbook/contracts';
import type { Cause } from '../cells/causes';

/** A row of `records.appointments`, without what the database makes itself and what only people write. */
export interface Appointment {
  readonly id: string;
  readonly company: string;
  readonly reference: string;
  readonly callId: string | null;
  /** Number of the fact that named a call; null when none did: a call claimed it, or there is none. */
  readonly callRevision: number | null;
  /** When the call asked for an appointment that no call had booked; null for every other link. */
  readonly callClaimedAt: Date | null;
  /** The call that facts and claims name, where a person decided about the link; `callId` is what was decided then. */
  readonly toldCallId: string | null;
  /** When a person linked or unlinked it; null as long as facts decide. */
  readonly linkDecidedAt: Date | null;
  /** Id of the event of that act. */
  readonly linkDecidedBy: string | null;
  readonly linkCause: Cause | null;
  readonly linkCauseSince: Date | null;
  readonly customerId: string | null;
  /** Whom the facts name, where that customer was merged into `customerId`. */
  readonly mergedCustomerId: string | null;
  readonly customerCause: Cause | null;
  readonly customerCauseSince: Date | null;
  readonly branchId: string | null;
  readonly serviceId: string | null;
  readonly serviceCause: Cause | null;
  readonly serviceCauseSince: Date | null;
  readonly staffId: string | null;
  readonly staffCause: Cause | null;
  readonly staffCauseSince: Date | null;
  readonly preferredStaffId: string | null;
  readonly preferredStaffAsSaid: string | null;
  readonly source: 'phone' | 'calcom' | 'recovery';
  readonly status: AppointmentStatus;
  /** Confirmed now or at any time before. */
  readonly wasConfirmed: boolean;
  /** Marked as not having come; a confirmed appointment is a `no_show` then. */
  readonly attendeeAbsent: boolean;
  /** Whoever was to serve is marked as not having come; no status tells that. */
  readonly hostAbsent: boolean;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly timeZone: string;
  readonly priceMinor: number | null;
  readonly currency: string | null;
  readonly priceCause: Cause | null;
  readonly priceCauseSince: Date | null;
  readonly attendeeAsSaid: AttendeeAsSaid | null;
  readonly attendeeAsBooked: AttendeeAsBooked | null;
  readonly location: string | null;
  readonly bookingNotes: string | null;
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
  readonly calcomBookingId: number | null;
  readonly calcomUid: string;
  readonly rootUid: string;
  readonly calcomEventTypeId: number;
  readonly calcomHostId: number | null;
  readonly calcomHostName: string | null;
  readonly calcomHostEmail: string | null;
  readonly hostReadFrom: 'post' | 'get' | null;
  readonly catalogueVersion: number | null;
  readonly requestId: string | null;
  readonly revision: number;
  /** Creation of the chain's first booking, as far as known. */
  readonly bookedAt: Date;
  /** Creation of the booking as the newest fact tells it: service, staff and price are those of then. Null in old rows. */
  readonly cellsAsOf: Date | null;
  /** Time of the earliest fact about it. */
  readonly toldAt: Date;
  /** By cell and cause (`staff no_host`): time of the earliest fact that told it, though it may be over; ISO 8601. */
  readonly causesTold: Readonly<Record<string, string>>;
  readonly providerUpdatedAt: Date | null;
  readonly syncStatus: 'pending' | 'synced' | 'failed' | 'manual_review';
  readonly recordedByMessage: string;
}

/** Cancelled or turned down: it will not take place. */
export function hasEnded({ status }: Pick<Appointment, 'status'>): boolean {
  return status === 'cancelled' || status === 'rejected';
}

/** A uid the calendar knows an appointment, or a part of it, by. */
export interface AppointmentUid {
  readonly uid: string;
  readonly kind: 'chain' | 'segment';
}
