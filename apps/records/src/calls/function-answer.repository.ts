import type { MappedTable } from '../transaction/row-table.repository';
import type { FunctionAnswer } from './function-answer';

/** What the agent was told to say, in PostgreSQL. */
export const functionAnswerTable: MappedTable<FunctionAnswer> = {
  name: 'records.function_answers',
  key: 'messageId',
  columns: {
    messageId: 'value',
    company: 'value',
    callId: 'value',
    functionCallId: 'value',
    functionName: 'value',
    requestKey: 'value',
    status: 'value',
    say: 'value',
    delivered: 'value',
    answeredAt: 'value',
  },
};
