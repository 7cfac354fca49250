/** The whole writer of records, PostgreSQL included: for a tool that tells it histories. */
export { PostgresActs } from './acts/acts.repository';
export { CompleteAppointments } from './completion/complete-appointments.repository';
export { MergeTwoCustomers } from './customer-merges/merge-customers';
export { DecideLink } from './links/decide-link';
export { RecordCall } from './calls/record-call';
export { WriteNote } from './notes/write-note';
export { PostgresCallsDue } from './owed-answers/calls-due.repository';
export { PostgresRecords } from './transaction/records.repository';
export * from './use-cases';
