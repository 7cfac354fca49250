import type { EntityManager } from 'typeorm';
import type { Appointment } from '../appointments/appointment';
import { appointmentTable } from '../appointments/appointment.repository';
import { replacePhases } from '../appointments/phase.repository';
import { selectUids, writeUids } from '../appointments/uid.repository';
import type { Call } from '../calls/call';
import { callTable } from '../calls/call.repository';
import { newerText, recordingTable, transcriptTable } from '../calls/call-text.repository';
import type { FunctionAnswer } from '../calls/function-answer';
import { functionAnswerTable } from '../calls/function-answer.repository';
import type { Customer } from '../customers/customer';
import { customerTable, selectCustomers } from '../customers/customer.repository';
import { followMentions } from '../mentions/mention.repository';
import type { Outcome } from '../outcomes/outcome';
import { outcomeTable } from '../outcomes/outcome.repository';
import type { KeptOwedAnswer } from '../owed-answers/keep-owed-answers';
import { owedAnswerTable } from '../owed-answers/owed-answer.repository';
import type { CustomerOf, OpenAnswer, UidOf } from './reach';
import type { Changes, KnownUid, OutcomesOf, RowStore } from './row-store';
import { type MappedTable, RowTable } from './row-table.repository';

/**
 * The rows in PostgreSQL, as one transaction sees them. Whatever rows are asked for by, it is their ids that they are read by: a
 * condition OR another one of a subquery would go through the table.
 */
export class StoredRows implements RowStore {
  constructor(private readonly tx: EntityManager) {}

  uids(uids: readonly UidOf[]): Promise<KnownUid[]> {
    return selectUids(this.tx, uids);
  }

  async lock(names: readonly string[]): Promise<void> {
    // By their numbers, or two transactions could wait for each other.
    await this.tx.query(
      `SELECT pg_advisory_xact_lock(number)
       FROM (SELECT DISTINCT hashtextextended(name, 0) AS number FROM unnest($1::text[]) AS name ORDER BY number) AS sorted`,
      [names],
    );
  }

  calls(ids: readonly string[], appointments: readonly string[]): Promise<Call[]> {
    return this.of(callTable).where(
      `row.id = ANY ($1::uuid[] || ARRAY(
         SELECT unnest(ARRAY[call_id, told_call_id]) FROM records.appointments WHERE id = ANY ($2)))`,
      [ids, appointments],
    );
  }

  customers(ids: readonly string[], keys: readonly CustomerOf[]): Promise<Customer[]> {
    return selectCustomers(this.tx, ids, keys);
  }

  appointments(ids: readonly string[], calls: readonly string[]): Promise<Appointment[]> {
    return this.of(appointmentTable).where(
      'row.id = ANY ($1) OR row.call_id = ANY ($2) OR row.told_call_id = ANY ($2)',
      [ids, calls],
    );
  }

  outcomes({ requests, calls, appointments }: OutcomesOf): Promise<Outcome[]> {
    return this.of(outcomeTable).where(
      'row.request_id = ANY ($1) OR row.call_id = ANY ($2) OR row.appointment_id = ANY ($3)',
      [requests, calls, appointments],
    );
  }

  outcomesOf(answers: readonly OpenAnswer[]): Promise<Outcome[]> {
    return this.of(outcomeTable).where(
      `row.request_id = ANY (ARRAY(
         SELECT request_id FROM records.booking_outcomes WHERE function_call_ids && $1::uuid[]
         UNION SELECT request_id FROM unnest($2::text[], $3::uuid[]) AS asked (company, request_key)
           JOIN records.booking_outcomes USING (company, request_key) WHERE outcome = 'recorded'))`,
      [
        answers.map(({ functionCallId }) => functionCallId),
        answers.map(({ company }) => company),
        answers.map(({ requestKey }) => requestKey),
      ],
    );
  }

  functionAnswers(calls: readonly string[]): Promise<FunctionAnswer[]> {
    return this.of(functionAnswerTable).where('row.call_id = ANY ($1) AND row.request_key IS NOT NULL', [calls]);
  }

  owedAnswers(calls: readonly string[]): Promise<KeptOwedAnswer[]> {
    return this.of(owedAnswerTable).where('row.call_id = ANY ($1)', [calls]);
  }

  /** In the order in which the rows reference each other; the two halves of a link are checked when the transaction ends. */
  async write(changes: Changes): Promise<void> {
    const newAppointments = new Set(changes.appointments.made.map(({ id }) => id));
    await this.of(customerTable).write(changes.customers);
    await this.of(callTable).write(changes.calls);
    await this.of(transcriptTable).insert(changes.transcripts.made, newerText('transcript'));
    await this.of(recordingTable).insert(changes.recordings.made, newerText('recording_url'));
    await this.of(appointmentTable).write(changes.appointments);
    await replacePhases(this.tx, changes.phases.made, (id) => newAppointments.has(id));
    await writeUids(this.tx, changes.uids.made);
    await this.of(outcomeTable).write(changes.outcomes);
    await this.of(functionAnswerTable).insert(changes.functionAnswers.made, 'ON CONFLICT (message_id) DO NOTHING');
    await this.of(owedAnswerTable).write(changes.owedAnswers);
    const { removed } = changes.owedAnswers;
    if (removed.length > 0) await this.tx.query('DELETE FROM records.owed_answers WHERE id = ANY ($1)', [removed]);
    await followMentions(this.tx, changes.mentions.made);
  }

  private of<T extends object>(table: MappedTable<T>): RowTable<T> {
    return new RowTable(this.tx, table);
  }
}
