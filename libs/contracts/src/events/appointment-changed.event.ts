import { AppointmentState } from '../values/appointment-state';

/** Something about a recorded appointment is different now: its time, its staff, its status. */
export class AppointmentChanged extends AppointmentState {
  static readonly type = 'appointment.changed.v1';
  static readonly publisher = 'records';
  /** For subscribers; nobody has to listen. */
  static readonly consumers = [];
  static subjectOf = (data: AppointmentChanged): string => data.appointmentId;
}
