import type { ExportCustomer, ExportCustomerReply } from '@callbook/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { askedBy, findPerson } from './person.repository';

const ofCalls = 'row.call_id = ANY ($2)';
const ofBoth = 'row.call_id = ANY ($2) OR row.appointment_id = ANY ($3)';
const ofAppointments = 'row.appointment_id = ANY ($3)';

/** Which rows of which table are a person's: $1 customers, $2 calls, $3 appointments. */
const parts: Readonly<Record<string, string>> = {
  customers: 'row.id = ANY ($1)',
  calls: 'row.id = ANY ($2)',
  call_transcripts: ofCalls,
  call_recordings: ofCalls,
  appointments: 'row.id = ANY ($3)',
  appointment_phases: ofAppointments,
  appointment_uids: ofAppointments,
  booking_outcomes: ofBoth,
  function_answers: ofCalls,
  owed_answers: ofBoth,
  call_mentions: ofBoth,
};

/** Events in the outbox name rows by their ids, and calls as Retell does. */
const events = `row.event #>> '{data,callId}' = ANY ($2::uuid[]::text[]) OR row.event #>> '{data,appointmentId}' = ANY ($3::uuid[]::text[])
  OR row.event #>> '{data,customerId}' = ANY ($1::uuid[]::text[]) OR row.event ->> 'correlationid' IN (
    SELECT retell_call_id FROM records.calls WHERE id = ANY ($2))`;

/** Where people's data is handed out. */
@Injectable()
export class ExportDesk {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Everything the record holds of a person, table by table, all of one moment. */
  async export({ customer, company }: ExportCustomer): Promise<ExportCustomerReply> {
    const asked = askedBy(customer);
    const none = { candidates: [], company: null, retellCallIds: [], uids: [], document: {} };
    if (!asked) return { ...none, result: 'unknown' };
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const found = await findPerson(tx, asked, company);
      if (found.result !== 'found') return { ...none, result: found.result, candidates: [...found.candidates] };
      const { customerIds, callIds, appointmentIds } = found.person;
      const document: Record<string, unknown[]> = {};
      for (const [table, where] of Object.entries({ ...parts, outbox: events })) {
        const rows = (await tx.query(
          `WITH given AS (SELECT $1::uuid[], $2::uuid[], $3::uuid[])
           SELECT to_jsonb(row) AS row FROM records.${table} row, given WHERE ${where}`,
          [customerIds, callIds, appointmentIds],
        )) as { row: unknown }[];
        document[table] = rows.map(({ row }) => row);
      }
      const calls = document.calls as { retell_call_id: string }[];
      const uids = document.appointment_uids as { uid: string }[];
      return {
        ...none,
        result: 'found',
        company: found.person.company,
        retellCallIds: calls.map(({ retell_call_id }) => retell_call_id),
        uids: uids.map(({ uid }) => uid),
        document,
      };
    });
  }
}
