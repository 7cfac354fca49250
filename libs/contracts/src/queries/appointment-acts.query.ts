import { IsIn, IsInt, IsOptional, IsString, IsUUID, MaxLength, Min, MinLength } from 'class-validator';
import { ActRequest } from '../values/persons-act';
import { NestedOrNull } from '../values/nested';

/** Why an act on an appointment is refused. `version_mismatch`: it was changed since whoever asks looked at it. */
export const appointmentActRefusals = [
  'appointment_unknown',
  'call_unknown',
  'other_company',
  'version_mismatch',
] as const;
export type AppointmentActRefusal = (typeof appointmentActRefusals)[number];

/** An appointment as a person who acts on it needs to see it. */
export class AppointmentAtDesk {
  @IsUUID()
  appointmentId: string;

  @IsString()
  reference: string;

  @IsOptional()
  @IsUUID()
  callId: string | null;

  @IsOptional()
  @IsString()
  notes: string | null;

  /** Rises with every change of the row; an act that names an older one is refused. */
  @IsInt()
  @Min(1)
  version: number;
}

/** `unchanged`: it was so already. */
export class AppointmentActReply {
  @IsIn(['done', 'unchanged', 'refused'])
  result: 'done' | 'unchanged' | 'refused';

  @IsOptional()
  @IsIn(appointmentActRefusals)
  refusal: AppointmentActRefusal | null;

  /** The call it belonged to before the act, which may be none. */
  @IsOptional()
  @IsUUID()
  previousCallId: string | null;

  /** As it is now; null when it is not known. */
  @NestedOrNull(() => AppointmentAtDesk)
  appointment: AppointmentAtDesk | null;
}

class AppointmentActRequest extends ActRequest {
  @IsUUID()
  appointmentId: string;

  /** As whoever asks saw it; null when that does not matter. */
  @IsOptional()
  @IsInt()
  @Min(1)
  version: number | null;
}

/** Gives an appointment to a call, whichever it belonged to before. */
export class LinkAppointment extends AppointmentActRequest {
  static readonly query = 'records.query.link-appointment';
  static readonly reply = AppointmentActReply;

  /** Row id, or Retell's id in the appointment's company. */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  call: string;
}

/** Takes an appointment from the call it belongs to. */
export class UnlinkAppointment extends AppointmentActRequest {
  static readonly query = 'records.query.unlink-appointment';
  static readonly reply = AppointmentActReply;
}

/** Writes the note of an appointment, in place of the one before. */
export class NoteAppointment extends AppointmentActRequest {
  static readonly query = 'records.query.note-appointment';
  static readonly reply = AppointmentActReply;

  /** Null removes it. */
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  notes: string | null;
}

export class AppointmentAtDeskReply {
  @NestedOrNull(() => AppointmentAtDesk)
  appointment: AppointmentAtDesk | null;
}

/** An appointment, to be looked at before an act. */
export class ShowAppointment {
  static readonly query = 'records.query.show-appointment';
  static readonly reply = AppointmentAtDeskReply;

  @IsUUID()
  appointmentId: string;
}
