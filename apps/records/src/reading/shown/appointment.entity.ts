import { EmptyCell, emptyCells, Named, named, Price, Written, type WrittenRow, writtenOf } from './parts.entity';
import {
  Flag,
  ListOf,
  OneOf,
  Part,
  PartOrNull,
  Text,
  TextOrNull,
  Time,
  Uuid,
  UuidOrNull,
  Whole,
} from './property.entity';

export const appointmentStatuses = ['pending', 'confirmed', 'cancelled', 'rejected', 'completed', 'no_show'] as const;

export class CallOfAppointment {
  @Uuid() id: string = undefined as never;
  @Text() retellCallId: string = undefined as never;
  @Flag('Whether the call points to this appointment: of several booked in one call it points to one.')
  pointsBack: boolean = undefined as never;
}

export class CustomerOfAppointment extends Named {
  @TextOrNull('E.164') phone: string | null = undefined as never;
  @TextOrNull() email: string | null = undefined as never;
}

export class ServiceOfAppointment extends Named {
  @TextOrNull() key: string | null = undefined as never;
}

/** A part of a composite service. */
export class Phase {
  @Whole() position: number = undefined as never;
  @Text() key: string = undefined as never;
  @Whole('From the start.') offsetMinutes: number = undefined as never;
  @Whole() minutes: number = undefined as never;
  @Flag() staffRequired: boolean = undefined as never;
  @UuidOrNull() staffId: string | null = undefined as never;
  @TextOrNull() staffName: string | null = undefined as never;
  @Text() status: string = undefined as never;
}

export class Appointment {
  @Uuid() id: string = undefined as never;
  @Text('What callers are told; not unique.') reference: string = undefined as never;
  @OneOf(['phone', 'calcom', 'recovery']) source: string = undefined as never;
  @OneOf(appointmentStatuses) status: string = undefined as never;
  @Flag('Confirmed now or at any time before.') wasConfirmed: boolean = undefined as never;
  @Flag() attendeeAbsent: boolean = undefined as never;
  @Flag() hostAbsent: boolean = undefined as never;
  @Time() startsAt: Date = undefined as never;
  @Time() endsAt: Date = undefined as never;
  @Text('IANA') timeZone: string = undefined as never;
  @PartOrNull(CallOfAppointment, 'Which call booked it.') call: CallOfAppointment | null = undefined as never;
  @PartOrNull(CustomerOfAppointment) customer: CustomerOfAppointment | null = undefined as never;
  @PartOrNull(Named) branch: Named | null = undefined as never;
  @PartOrNull(ServiceOfAppointment) service: ServiceOfAppointment | null = undefined as never;
  @PartOrNull(Named, 'Who serves, as the calendar assigned.') staff: Named | null = undefined as never;
  @PartOrNull(Named, 'Whom the caller wished for.') preferredStaff: Named | null = undefined as never;
  @PartOrNull(Price, 'As of the booking.') price: Price | null = undefined as never;
  @TextOrNull('For whom it was booked.') attendeeName: string | null = undefined as never;
  @TextOrNull('As the booking says.') bookingNotes: string | null = undefined as never;
  @TextOrNull('As people wrote.') notes: string | null = undefined as never;
  @ListOf(Phase, 'Empty for a service that is one booking.') phases: Phase[] = undefined as never;
  @ListOf(EmptyCell) emptyCells: EmptyCell[] = undefined as never;
  @Time('When it was booked in the calendar.') bookedAt: Date = undefined as never;
  @Whole('Of what people wrote.') version: number = undefined as never;
  @Part(Written) written: Written = undefined as never;
}

export interface AppointmentRow extends WrittenRow {
  readonly id: string;
  readonly reference: string;
  readonly source: string;
  readonly status: string;
  readonly was_confirmed: boolean;
  readonly attendee_absent: boolean;
  readonly host_absent: boolean;
  readonly starts_at: Date;
  readonly ends_at: Date;
  readonly time_zone: string;
  readonly call_id: string | null;
  readonly retell_call_id: string | null;
  readonly call_points_back: boolean | null;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly customer_phone: string | null;
  readonly customer_email: string | null;
  readonly branch_id: string | null;
  readonly branch_name: string | null;
  readonly service_id: string | null;
  readonly service_key: string | null;
  readonly service_name: string | null;
  readonly staff_id: string | null;
  readonly staff_name: string | null;
  readonly preferred_staff_id: string | null;
  readonly preferred_staff_name: string | null;
  readonly price_minor: number | null;
  readonly currency: string | null;
  readonly attendee_name: string | null;
  readonly booking_notes: string | null;
  readonly notes: string | null;
  readonly phases: readonly PhaseRow[] | null;
  readonly booked_at: Date;
  readonly version: number;
}

interface PhaseRow {
  readonly position: number;
  readonly key: string;
  readonly offset_minutes: number;
  readonly minutes: number;
  readonly staff_required: boolean;
  readonly staff_id: string | null;
  readonly staff_name: string | null;
  readonly status: string;
}

/** Without uids and everything else by which the calendar knows it: those are secrets. */
export function appointmentOf(row: AppointmentRow): Appointment {
  const { call_id: callId, customer_id: customerId, service_id: serviceId, price_minor: minor, currency } = row;
  return {
    id: row.id,
    reference: row.reference,
    source: row.source,
    status: row.status,
    wasConfirmed: row.was_confirmed,
    attendeeAbsent: row.attendee_absent,
    hostAbsent: row.host_absent,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    call:
      callId === null
        ? null
        : { id: callId, retellCallId: row.retell_call_id ?? '', pointsBack: row.call_points_back ?? false },
    customer:
      customerId === null
        ? null
        : { id: customerId, name: row.customer_name, phone: row.customer_phone, email: row.customer_email },
    branch: named(row.branch_id, row.branch_name),
    service: serviceId === null ? null : { id: serviceId, key: row.service_key, name: row.service_name },
    staff: named(row.staff_id, row.staff_name),
    preferredStaff: named(row.preferred_staff_id, row.preferred_staff_name),
    price: minor === null || currency === null ? null : { minor, currency },
    attendeeName: row.attendee_name,
    bookingNotes: row.booking_notes,
    notes: row.notes,
    phases: (row.phases ?? []).map(phaseOf),
    emptyCells: emptyCells(row, ['link', 'customer', 'service', 'staff', 'price']),
    bookedAt: row.booked_at,
    version: row.version,
    written: writtenOf(row),
  };
}

const phaseOf = (phase: PhaseRow): Phase => ({
  position: phase.position,
  key: phase.key,
  offsetMinutes: phase.offset_minutes,
  minutes: phase.minutes,
  staffRequired: phase.staff_required,
  staffId: phase.staff_id,
  staffName: phase.staff_name,
  status: phase.status,
});
