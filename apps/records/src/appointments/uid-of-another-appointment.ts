import { PermanentError } from '@callbook/messaging/failure';

/** Two appointments claim one booking. The uid stays out of the text: whoever has it can cancel the booking. */
export class UidOfAnotherAppointment extends PermanentError {
  constructor(appointmentId: string) {
    super('uid_of_another_appointment', `a uid of appointment ${appointmentId} belongs to another appointment`);
  }
}
