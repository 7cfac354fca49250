import { AppointmentState } from '../values/appointment-state';

/** A recorded appointment will not take place: cancelled or turned down. */
export class AppointmentCancelled extends AppointmentState {
  static readonly type = 'appointment.cancelled.v1';
  static readonly publisher = 'records';
  /** For subscribers; nobody has to listen. */
  static readonly consumers = [];
  static subjectOf = (data: AppointmentCancelled): string => data.appointmentId;
}
