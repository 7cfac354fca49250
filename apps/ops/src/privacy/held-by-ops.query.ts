import { HeldByOps, type HeldByOpsReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller, Inject } from '@nestjs/common';
import { DataSource } from 'typeorm';

const namesThem = (body: string): string =>
  `EXISTS (SELECT FROM unnest($2 || $3) AS told WHERE position(convert_to(told, 'UTF8') IN ${body}) > 0)`;

/** $1 company, $2 Retell call ids, $3 uids. The columns are what is handed out, and how its table finds it. */
const parts: Readonly<Record<string, { readonly columns: string; readonly where: string }>> = {
  events: {
    columns: 'event_id, time, received_at, event',
    where: `row.company = $1 AND row.event IS NOT NULL AND row.type <> 'customer.erased.v1' AND (
      row.correlation_id = ANY ($2) OR row.retell_call_id = ANY ($2)
      OR row.event #>> '{data,changedBy,call,retellCallId}' = ANY ($2)
      OR ARRAY[row.event #>> '{data,rootUid}', row.event #>> '{data,calcomUid}', row.event #>> '{data,uid}',
               row.event #>> '{data,previousUid}', row.event #>> '{data,target,rootUid}'] && $3)`,
  },
  dead_letters: {
    columns: `id, queue, code, error, dead_at, encode(body, 'escape') AS body, (SELECT jsonb_agg(encode(edit.body, 'escape') ORDER BY edited_at)
      FROM ops.dead_letter_edits AS edit WHERE dead_letter_id = row.id) AS edits`,
    where: `(row.company = $1 OR row.company IS NULL) AND (row.correlation_id = ANY ($2) OR ${namesThem('row.body')})
      OR EXISTS (SELECT FROM ops.dead_letter_edits AS edit WHERE dead_letter_id = row.id
        AND position(convert_to($1, 'UTF8') IN edit.body) > 0 AND ${namesThem('edit.body')})`,
  },
};

/** What ops holds of a person. */
@Controller()
export class HeldByOpsQuery {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @AnswerQuery(HeldByOps)
  handle({ company, retellCallIds, uids, withRows }: HeldByOps): Promise<HeldByOpsReply> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const counts: Record<string, number> = {};
      const document: Record<string, unknown[]> = {};
      for (const [table, { columns, where }] of Object.entries(parts)) {
        const [{ count, rows }] = (await tx.query(
          `WITH given AS (SELECT $1::text, $2::text[], $3::text[])
           SELECT count(*)::integer AS count, ${withRows ? `coalesce(jsonb_agg(held), '[]')` : 'NULL'} AS rows
           FROM (SELECT ${columns} FROM ops.${table} row WHERE ${where}) held`,
          [company, retellCallIds, uids],
        )) as [{ count: number; rows: unknown[] | null }];
        if (count > 0) counts[table] = count;
        if (rows) document[table] = rows;
      }
      return { counts, document };
    });
  }
}
