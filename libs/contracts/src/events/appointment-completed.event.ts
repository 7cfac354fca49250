import { AppointmentState } from '../values/appointment-state';

/** A confirmed appointment is over, by the clock. Nobody looked whether it took place: who did not come is marked by people. */
export class AppointmentCompleted extends AppointmentState {
  static readonly type = 'appointment.completed.v1';
  static readonly publisher = 'records';
  /** The record hears it, so that one that is built anew does not say it a second time. */
  static readonly consumers = ['records.appointment-completed'];
  static subjectOf = (data: AppointmentCompleted): string => data.appointmentId;
}
