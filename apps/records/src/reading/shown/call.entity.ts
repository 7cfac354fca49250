import { appointmentStatuses } from './appointment.entity';
import { EmptyCell, emptyCells, Named, named, Written, type WrittenRow, writtenOf } from './parts.entity';
import {
  Flag,
  FlagOrNull,
  ListOf,
  NumberOrNull,
  OneOf,
  OneOfOrNull,
  Part,
  PartOrNull,
  Text,
  TextOrNull,
  Time,
  TimeOrNull,
  Uuid,
  Whole,
  WholeOrNull,
} from './property.entity';

export class Agent {
  @Text() id: string = undefined as never;
  @WholeOrNull() version: number | null = undefined as never;
}

/** The appointment a call points to: the latest that lives, else the latest. */
export class PointedAppointment {
  @Uuid() id: string = undefined as never;
  @TextOrNull() reference: string | null = undefined as never;
  @Flag('Whether the appointment names this call.') namesCall: boolean = undefined as never;
}

export class BookedAppointment {
  @Uuid() id: string = undefined as never;
  @Text() reference: string = undefined as never;
  @OneOf(appointmentStatuses) status: string = undefined as never;
  @Time() startsAt: string = undefined as never;
}

/** An appointment the call was about without having booked it. */
export class Mention {
  @Uuid() appointmentId: string = undefined as never;
  @OneOf(['already_booked', 'moved', 'cancelled']) kind: string = undefined as never;
  @Time() at: string = undefined as never;
}

export class BookingFailure {
  @Text() reason: string = undefined as never;
  @TimeOrNull() at: Date | null = undefined as never;
}

export class Call {
  @Uuid() id: string = undefined as never;
  @Text() retellCallId: string = undefined as never;
  @Time('Its begin, or else when it was first heard of: what lists are sorted by.') at: Date = undefined as never;
  @OneOfOrNull(['inbound', 'outbound']) direction: string | null = undefined as never;
  @OneOf(['phone_call', 'web_call']) type: string = undefined as never;
  @OneOf(['started', 'ended', 'analyzed']) status: string = undefined as never;
  @Part(Agent) agent: Agent = undefined as never;
  @TextOrNull() fromNumber: string | null = undefined as never;
  @TextOrNull() toNumber: string | null = undefined as never;
  @TextOrNull('E.164; null when withheld or not a telephone number.') customerNumber: string | null =
    undefined as never;
  @TimeOrNull() startedAt: Date | null = undefined as never;
  @TimeOrNull() endedAt: Date | null = undefined as never;
  @WholeOrNull() durationMs: number | null = undefined as never;
  @TextOrNull() disconnectionReason: string | null = undefined as never;
  @NumberOrNull('US cents') costCents: number | null = undefined as never;
  @TextOrNull() summary: string | null = undefined as never;
  @TextOrNull() sentiment: string | null = undefined as never;
  @FlagOrNull() successful: boolean | null = undefined as never;
  @FlagOrNull() inVoicemail: boolean | null = undefined as never;
  @PartOrNull(Named) branch: Named | null = undefined as never;
  @PartOrNull(Named) customer: Named | null = undefined as never;
  @PartOrNull(Named, 'Who serves the appointment it points to.') staff: Named | null = undefined as never;
  @PartOrNull(PointedAppointment) appointment: PointedAppointment | null = undefined as never;
  @ListOf(BookedAppointment, 'All that were booked in it.') appointments: BookedAppointment[] = undefined as never;
  @ListOf(Mention) mentions: Mention[] = undefined as never;
  @OneOf(['linked', 'not_applicable', 'pending', 'failed', 'unlinked']) linkStatus: string = undefined as never;
  @TimeOrNull() linkedAt: Date | null = undefined as never;
  @Flag('Was confirmed by the record at least once; a cancellation keeps it.') bookingConfirmed: boolean =
    undefined as never;
  @PartOrNull(BookingFailure) bookingFailure: BookingFailure | null = undefined as never;
  @Flag() hasTranscript: boolean = undefined as never;
  @Flag() hasRecording: boolean = undefined as never;
  @TextOrNull('As people wrote.') notes: string | null = undefined as never;
  @ListOf(EmptyCell) emptyCells: EmptyCell[] = undefined as never;
  @Whole('Of what people wrote.') version: number = undefined as never;
  @Part(Written) written: Written = undefined as never;
}

export class CallWithTranscript extends Call {
  @TextOrNull('Null when there is none, or its time is over.') transcript: string | null = undefined as never;
}

export interface CallRow extends WrittenRow {
  readonly id: string;
  readonly retell_call_id: string;
  readonly at: Date;
  readonly direction: string | null;
  readonly call_type: string;
  readonly status: string;
  readonly agent_id: string;
  readonly agent_version: number | null;
  readonly from_number: string | null;
  readonly to_number: string | null;
  readonly customer_number: string | null;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
  readonly duration_ms: number | null;
  readonly disconnection_reason: string | null;
  readonly cost_cents: number | null;
  readonly summary: string | null;
  readonly sentiment: string | null;
  readonly successful: boolean | null;
  readonly in_voicemail: boolean | null;
  readonly branch_id: string | null;
  readonly branch_name: string | null;
  readonly customer_id: string | null;
  readonly customer_name: string | null;
  readonly staff_id: string | null;
  readonly staff_name: string | null;
  readonly appointment_id: string | null;
  readonly appointment_reference: string | null;
  readonly appointment_names_call: boolean | null;
  readonly appointment_link_status: string;
  readonly appointment_linked_at: Date | null;
  readonly booking_confirmed: boolean;
  readonly booking_failure_reason: string | null;
  readonly booking_failed_at: Date | null;
  readonly appointments: readonly { id: string; reference: string; status: string; starts_at: string }[] | null;
  readonly mentions: readonly { appointment_id: string; kind: string; at: string }[] | null;
  readonly has_transcript: boolean;
  readonly has_recording: boolean;
  readonly notes: string | null;
  readonly version: number;
}

/** Without the recording's address, which is a secret, and the calendar's words of a failure, which may name uids. */
export function callOf(row: CallRow): Call {
  const { appointment_id: appointmentId, booking_failure_reason: reason } = row;
  return {
    id: row.id,
    retellCallId: row.retell_call_id,
    at: row.at,
    direction: row.direction,
    type: row.call_type,
    status: row.status,
    agent: { id: row.agent_id, version: row.agent_version },
    fromNumber: row.from_number,
    toNumber: row.to_number,
    customerNumber: row.customer_number,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    durationMs: row.duration_ms,
    disconnectionReason: row.disconnection_reason,
    costCents: row.cost_cents,
    summary: row.summary,
    sentiment: row.sentiment,
    successful: row.successful,
    inVoicemail: row.in_voicemail,
    branch: named(row.branch_id, row.branch_name),
    customer: named(row.customer_id, row.customer_name),
    staff: named(row.staff_id, row.staff_name),
    appointment:
      appointmentId === null
        ? null
        : { id: appointmentId, reference: row.appointment_reference, namesCall: row.appointment_names_call ?? false },
    appointments: (row.appointments ?? []).map(({ starts_at: startsAt, id, reference, status }) => ({
      id,
      reference,
      status,
      startsAt: inUtc(startsAt),
    })),
    mentions: (row.mentions ?? []).map(({ appointment_id: id, kind, at }) => ({
      appointmentId: id,
      kind,
      at: inUtc(at),
    })),
    linkStatus: row.appointment_link_status,
    linkedAt: row.appointment_linked_at,
    bookingConfirmed: row.booking_confirmed,
    bookingFailure: reason === null ? null : { reason, at: row.booking_failed_at },
    hasTranscript: row.has_transcript,
    hasRecording: row.has_recording,
    notes: row.notes,
    emptyCells: emptyCells(row, ['customer', 'link']),
    version: row.version,
    written: writtenOf(row),
  };
}

/** JSON of the database tells times in the zone of the connection. */
const inUtc = (time: string): string => new Date(time).toISOString();
