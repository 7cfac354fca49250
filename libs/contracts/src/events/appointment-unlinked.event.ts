import { IsUUID } from 'class-validator';
import { PersonsAct } from '../values/persons-act';

/** A person decided that an appointment belongs to no call. No fact brings the link back. */
export class AppointmentUnlinked extends PersonsAct {
  static readonly type = 'appointment.unlinked.v1';
  static readonly publisher = 'records';
  static readonly consumers = ['records.appointment-unlinked'];
  static subjectOf = (data: AppointmentUnlinked): string => data.appointmentId;

  @IsUUID()
  appointmentId: string;

  /** The call it belonged to before. */
  @IsUUID()
  previousCallId: string;
}
