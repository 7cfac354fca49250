import { IsOptional, IsUUID } from 'class-validator';
import { PersonsAct } from '../values/persons-act';

/** A person decided to which call an appointment belongs. No fact changes that, however late or new. */
export class AppointmentLinked extends PersonsAct {
  static readonly type = 'appointment.linked.v1';
  static readonly publisher = 'records';
  static readonly consumers = ['records.appointment-linked'];
  static subjectOf = (data: AppointmentLinked): string => data.appointmentId;

  @IsUUID()
  appointmentId: string;

  /** Row id of the call. */
  @IsUUID()
  callId: string;

  /** The call it belonged to before; null when it belonged to none. */
  @IsOptional()
  @IsUUID()
  previousCallId: string | null;
}
