import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { PersonsAct } from '../values/persons-act';

/** A person wrote the note of an appointment; the whole of it, in place of the one before. */
export class AppointmentNoted extends PersonsAct {
  static readonly type = 'appointment.noted.v1';
  static readonly publisher = 'records';
  static readonly consumers = ['records.appointment-noted'];
  static subjectOf = (data: AppointmentNoted): string => data.appointmentId;

  @IsUUID()
  appointmentId: string;

  /** Null: there is none any more. */
  @IsOptional()
  @IsString()
  @MaxLength(10_000)
  notes: string | null;
}
