import type { MappedTable } from '../transaction/row-table.repository';
import type { Outcome } from './outcome';

/** Outcomes in PostgreSQL. */
export const outcomeTable: MappedTable<Outcome> = {
  name: 'records.booking_outcomes',
  key: 'requestId',
  columns: {
    requestId: 'value',
    company: 'value',
    operation: 'value',
    requestKey: 'value',
    round: 'value',
    callId: 'value',
    functionCallIds: 'value',
    outcome: 'value',
    reason: 'value',
    providerText: 'value',
    appointmentId: 'value',
    event: 'json',
    decidedAt: 'value',
  },
};
