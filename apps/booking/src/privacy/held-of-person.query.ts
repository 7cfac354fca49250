import { HeldOfPerson, type HeldOfPersonReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** $1 company, $2 Retell call ids, $3 uids. */
const attempts = `row.company = $1 AND (row.retell_call_id = ANY ($2) OR row.calcom_uid = ANY ($3)
  OR row.request #>> '{target,rootUid}' = ANY ($3))`;
const chains = `row.company = $1 AND row.root_uid IN (
  SELECT root_uid FROM booking.chain_uids WHERE company = $1 AND uid = ANY ($3)
  UNION SELECT root_uid FROM booking.chains WHERE company = $1 AND fact #>> '{call,retellCallId}' = ANY ($2))`;

const parts: Readonly<Record<string, string>> = {
  attempts,
  attempt_steps: `row.attempt_id IN (SELECT row.id FROM booking.attempts row WHERE ${attempts})`,
  attempt_function_calls: `row.attempt_id IN (SELECT row.id FROM booking.attempts row WHERE ${attempts})`,
  chains,
  chain_uids: chains,
  hints: 'row.company = $1 AND (row.uid = ANY ($3) OR row.previous_uid = ANY ($3))',
  hint_findings: 'row.company = $1 AND row.uid = ANY ($3)',
  outbox: `row.event ->> 'company' = $1 AND row.event ->> 'type' <> 'customer.erased.v1'
    AND (row.event ->> 'correlationid' = ANY ($2) OR row.event #>> '{data,call,retellCallId}' = ANY ($2)
         OR row.event #>> '{data,rootUid}' = ANY ($3) OR row.event #>> '{data,calcomUid}' = ANY ($3))`,
};

/** What booking holds of a person. */
@Controller()
export class HeldOfPersonQuery {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @AnswerQuery(HeldOfPerson)
  handle({ company, retellCallIds, uids, withRows }: HeldOfPerson): Promise<HeldOfPersonReply> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const counts: Record<string, number> = {};
      const document: Record<string, unknown[]> = {};
      const given = 'WITH given AS (SELECT $1::text, $2::text[], $3::text[])';
      const parameters = [company, retellCallIds, uids];
      for (const [table, where] of Object.entries(parts)) {
        const [{ count, rows }] = (await tx.query(
          `${given} SELECT count(*)::integer AS count, ${withRows ? 'coalesce(jsonb_agg(row), $$[]$$)' : 'NULL'} AS rows
           FROM booking.${table} row WHERE ${where}`,
          parameters,
        )) as [{ count: number; rows: unknown[] | null }];
        if (count > 0) counts[table] = count;
        if (rows) document[table] = rows;
      }
      const [{ underWay }] = (await tx.query(
        `${given} SELECT count(*)::integer AS "underWay" FROM booking.attempts row
         WHERE (settled_at IS NULL OR due_at IS NOT NULL) AND ${attempts}`,
        parameters,
      )) as [{ underWay: number }];
      return { counts, underWay, document };
    });
  }
}
