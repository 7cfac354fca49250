import type { MappedTable } from '../transaction/row-table.repository';
import type { KeptOwedAnswer } from './keep-owed-answers';

/** What callers are owed, in PostgreSQL. */
export const owedAnswerTable: MappedTable<KeptOwedAnswer> = {
  name: 'records.owed_answers',
  key: 'id',
  columns: {
    id: 'value',
    company: 'value',
    callId: 'value',
    requestId: 'value',
    operation: 'value',
    outcome: 'value',
    reason: 'value',
    appointmentId: 'value',
    saidAt: 'value',
    owedSince: 'value',
    settledAt: 'value',
    settledBy: 'value',
  },
};
