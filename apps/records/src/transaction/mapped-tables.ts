import { appointmentTable } from '../appointments/appointment.repository';
import { phaseTable } from '../appointments/phase.repository';
import { uidTable } from '../appointments/uid.repository';
import { callTable } from '../calls/call.repository';
import { recordingTable, transcriptTable } from '../calls/call-text.repository';
import { functionAnswerTable } from '../calls/function-answer.repository';
import { customerTable } from '../customers/customer.repository';
import { outcomeTable } from '../outcomes/outcome.repository';
import { owedAnswerTable } from '../owed-answers/owed-answer.repository';
import type { MappedTable } from './row-table.repository';

/** Every table whose rows the code reads or writes by a map of its columns. */
export const mappedTables: readonly MappedTable<never>[] = [
  customerTable,
  callTable,
  transcriptTable,
  recordingTable,
  appointmentTable,
  phaseTable,
  uidTable,
  outcomeTable,
  functionAnswerTable,
  owedAnswerTable,
];
