import { HeldByOps, type HeldByOpsReply, type UnrecognisedLetter } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller, Inject } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type KnownPerson, tellsOfKnown } from './tells-of';

const namesThem = (body: string): string =>
  `EXISTS (SELECT FROM unnest($2 || $3) AS told WHERE position(convert_to(told, 'UTF8') IN ${body}) > 0)`;

/** $1 company, $2 Retell call ids, $3 uids. */
const given = 'WITH given AS (SELECT $1::text, $2::text[], $3::text[])';

interface Part {
  readonly columns: string;
  readonly where: string;
}

/** The columns are what is handed out, and how its table finds it. */
const parts = {
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
} satisfies Record<string, Part>;

/** What ops holds of a person, and what of that erasing does not recognise: a letter may say anything anywhere. */
@Controller()
export class HeldByOpsQuery {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @AnswerQuery(HeldByOps)
  handle({ company, retellCallIds, uids, withRows }: HeldByOps): Promise<HeldByOpsReply> {
    return this.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const counts = { events: 0, dead_letters: 0 };
      const document: Record<string, unknown[]> = {};
      for (const [table, { columns, where }] of Object.entries(parts) as [keyof typeof parts, Part][]) {
        const [{ count, rows }] = (await tx.query(
          `${given}
           SELECT count(*)::integer AS count, ${withRows ? `coalesce(jsonb_agg(held), '[]')` : 'NULL'} AS rows
           FROM (SELECT ${columns} FROM ops.${table} row WHERE ${where}) held`,
          [company, retellCallIds, uids],
        )) as [{ count: number; rows: unknown[] | null }];
        counts[table] = count;
        if (rows) document[table] = rows;
      }
      const unrecognised = counts.dead_letters ? await unrecognisedLetters(tx, { company, retellCallIds, uids }) : [];
      counts.dead_letters -= unrecognised.length;
      const held = Object.entries(counts).filter(([, count]) => count > 0);
      return { counts: Object.fromEntries(held), unrecognised, document };
    });
  }
}

interface FoundLetter extends UnrecognisedLetter {
  readonly isOfTheirCall: boolean;
}

async function unrecognisedLetters(tx: EntityManager, person: KnownPerson): Promise<UnrecognisedLetter[]> {
  const { company, retellCallIds, uids } = person;
  const letters = await tx.query<FoundLetter[]>(
    `${given}
     SELECT id, state, coalesce(correlation_id = ANY ($2) AND (company IS NULL OR company = $1), false) AS "isOfTheirCall"
     FROM ops.dead_letters row WHERE ${parts.dead_letters.where} ORDER BY id`,
    [company, retellCallIds, uids],
  );
  const unrecognised: UnrecognisedLetter[] = [];
  for (const { id, state, isOfTheirCall } of letters)
    if (!isOfTheirCall && !(await says(tx, id, person))) unrecognised.push({ id, state });
  return unrecognised;
}

/** One letter at a time: it may be of any size. */
async function says(tx: EntityManager, id: string, person: KnownPerson): Promise<boolean> {
  const bodies = await tx.query<{ body: Buffer }[]>(
    `SELECT body FROM ops.dead_letters WHERE id = $1
     UNION ALL SELECT body FROM ops.dead_letter_edits WHERE dead_letter_id = $1`,
    [id],
  );
  return bodies.some(({ body }) => tellsOfKnown(body, person));
}
