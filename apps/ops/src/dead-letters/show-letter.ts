import type { EntityManager } from 'typeorm';
import { type AuditEntry, letterSubject, listAudit } from '../audit/audit';
import type { DiedOf } from './dead-letter';
import { listGroups, type LetterGroup } from './list-groups';
import type { LetterLine } from './list-letters';

type Queries = Pick<EntityManager, 'query'>;

export interface LetterEdit {
  readonly id: string;
  readonly diff: string;
  readonly why: string;
  readonly editedBy: string;
  readonly editedAt: Date;
  readonly undoneAt: Date | null;
}

/** A letter with all that is known of it. */
export interface WholeLetter extends LetterLine {
  readonly error: string;
  readonly diedOf: DiedOf;
  readonly retries: number | null;
  readonly alone: boolean;
  readonly firstFailedAt: Date | null;
  readonly storedAt: Date;
  readonly properties: object;
  readonly headers: object;
  readonly body: Buffer;
  /** What a replay would send in place of the body. */
  readonly editedBody: Buffer | null;
  readonly group: LetterGroup;
  readonly deathTimes: readonly { readonly deadAt: Date; readonly code: string }[];
  readonly edits: readonly LetterEdit[];
  /** The newest first. */
  readonly audit: readonly AuditEntry[];
}

/** How many acts are shown with a letter; `callbook dlq audit` shows the others. */
const actsShown = 20;

export async function showLetter(db: Queries, id: string): Promise<WholeLetter | undefined> {
  const [letter] = (await db.query(
    `SELECT letter.id, group_id AS "groupId", queue, code, error, event_type AS "eventType", company,
       correlation_id AS "correlationId", message_id AS "messageId", deliveries, retries, deaths, alone, died_of AS "diedOf",
       first_failed_at AS "firstFailedAt", dead_at AS "deadAt", stored_at AS "storedAt", state, state_since AS "stateSince",
       octet_length(letter.body) AS bytes, properties, headers, letter.body, edit.body AS "editedBody"
     FROM ops.dead_letters AS letter
     LEFT JOIN ops.dead_letter_edits AS edit ON edit.dead_letter_id = letter.id AND edit.undone_at IS NULL
     WHERE letter.id = $1`,
    [id],
  )) as Omit<WholeLetter, 'group' | 'deathTimes' | 'edits' | 'audit'>[];
  if (!letter) return undefined;
  const [group] = await listGroups(db, { id: letter.groupId, all: true });
  const deathTimes = (await db.query(
    'SELECT dead_at AS "deadAt", code FROM ops.dead_letter_deaths WHERE dead_letter_id = $1 ORDER BY dead_at',
    [id],
  )) as WholeLetter['deathTimes'];
  const edits = (await db.query(
    `SELECT id, diff, why, edited_by AS "editedBy", edited_at AS "editedAt", undone_at AS "undoneAt"
     FROM ops.dead_letter_edits WHERE dead_letter_id = $1 ORDER BY edited_at`,
    [id],
  )) as LetterEdit[];
  const audit = await listAudit(db, { subject: letterSubject(id), limit: actsShown });
  return { ...letter, group: group as LetterGroup, deathTimes, edits, audit };
}
