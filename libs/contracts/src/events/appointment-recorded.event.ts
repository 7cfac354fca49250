import { AppointmentState } from '../values/appointment-state';

/** The appointment's row is committed, and so are both links when a call asked for it. Only now "booked" is true. */
export class AppointmentRecorded extends AppointmentState {
  static readonly type = 'appointment.recorded.v1';
  static readonly publisher = 'records';
  /** The gateway's waiters listen with queues of their own that come and go. */
  static readonly consumers = [];
  static subjectOf = (data: AppointmentRecorded): string => data.appointmentId;
}
