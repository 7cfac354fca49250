/** The use cases of records, and what they reach the world through: for a simulation that runs them. */
export { RecordAlreadyBooked } from './appointments/record-already-booked';
export { RecordBooking } from './appointments/record-booking';
export { type Appointment, type AppointmentUid, hasEnded } from './appointments/appointment';
export { stateOf } from './appointments/appointment-state';
export type { AppointmentOfCall, OutcomeOfCall } from './calls/bookings-of-call';
export type { Call } from './calls/call';
export type { FunctionAnswer } from './calls/function-answer';
export { RecordFunctionAnswer } from './calls/record-function-answer';
export { type Customer, type CustomerKey, newCustomer } from './customers/customer';
export { JoinRequest } from './outcomes/join-request';
export type { Outcome } from './outcomes/outcome';
export { RecordUnbooked } from './outcomes/record-unbooked';
export type { KeptOwedAnswer } from './owed-answers/keep-owed-answers';
export type { Said } from './owed-answers/owed-answer';
export * from './transaction/records';
