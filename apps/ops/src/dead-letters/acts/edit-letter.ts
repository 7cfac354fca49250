import { randomUUID } from 'node:crypto';
import { inTransaction } from '@callbook/database';
import type { DataSource, EntityManager } from 'typeorm';
import { letterSubject, writeAudit } from '../../audit/audit';
import { ActRefused, type Actor } from './act-refused';
import { brokenFieldsOf } from './check-body';
import { diffText, jsonDiff } from './json-diff';
import { NoSuchPath, withValueAt } from './set-path';

/** What becomes of the body: another one altogether, or other values at some paths (undefined removes the field). */
export type BodyChange =
  { readonly body: Buffer } | { readonly values: readonly { readonly path: string; readonly value: unknown }[] };

export interface EditOptions extends Actor {
  /** Also what breaks the contract. */
  readonly force?: boolean;
  /** Only say what would be. */
  readonly dryRun?: boolean;
}

export interface EditedLetter {
  readonly diff: string;
  readonly fields: readonly string[];
  /** What of the contract it breaks; only with `force`. */
  readonly broken: readonly { readonly field: string; readonly expected: string }[];
}

/**
 * From now on a replay sends the edited body. The original stays as it is; an edit of an edit begins with what is in force.
 * @throws ActRefused
 */
export function editLetter(
  database: DataSource,
  id: string,
  change: BodyChange,
  { by, why, force = false, dryRun = false }: EditOptions,
): Promise<EditedLetter> {
  return inTransaction(database, async (tx) => {
    const letter = await lockLetter(tx, id);
    if (letter.state !== 'open')
      throw new ActRefused(
        `It is ${letter.state.replace('_', ' ')}; only an open letter can be edited.`,
        nextOf(letter.state, id),
      );
    const before = jsonIn(letter.inForce ?? letter.body);
    const body = 'body' in change ? change.body : bodyWith(before, change.values);
    const after = jsonIn(body);
    if (after === undefined)
      throw new ActRefused('The new body is not JSON.', 'Correct it; not even --force sends that.');
    const differences = jsonDiff(before, after);
    if (differences.length === 0)
      throw new ActRefused('The new body says the same as the one in force.', 'Nothing needs to be done.');
    const broken = brokenFieldsOf(after, letter);
    if (broken.length > 0 && !force) {
      const fields = broken.map(({ field, expected }) => `${field}: ${expected}`).join('; ');
      throw new ActRefused(
        `The new body breaks the contract: ${fields}.`,
        'Correct these fields, or add --force: its consumer would refuse it.',
      );
    }
    const edited: EditedLetter = { diff: diffText(differences), fields: differences.map(({ path }) => path), broken };
    if (!dryRun) await keepEdit(tx, letter, body, edited, { by, why });
    return edited;
  });
}

interface LockedLetter {
  readonly id: string;
  readonly queue: string;
  readonly messageId: string | null;
  readonly state: string;
  readonly body: Buffer;
  readonly editId: string | null;
  readonly inForce: Buffer | null;
}

async function lockLetter(tx: EntityManager, id: string): Promise<LockedLetter> {
  const [letter] = (await tx.query(
    `SELECT letter.id, queue, message_id AS "messageId", state, letter.body, edit.id AS "editId", edit.body AS "inForce"
     FROM ops.dead_letters AS letter
     LEFT JOIN ops.dead_letter_edits AS edit ON edit.dead_letter_id = letter.id AND edit.undone_at IS NULL
     WHERE letter.id = $1 FOR UPDATE OF letter`,
    [id],
  )) as LockedLetter[];
  if (!letter) throw new ActRefused(`There is no dead letter ${id}.`, 'Look again: callbook dlq ls --state all');
  return letter;
}

async function keepEdit(
  tx: EntityManager,
  { id, editId }: LockedLetter,
  body: Buffer,
  { diff, fields, broken }: EditedLetter,
  { by, why }: Actor,
): Promise<void> {
  if (editId) await tx.query('UPDATE ops.dead_letter_edits SET undone_at = now() WHERE id = $1', [editId]);
  const newId = randomUUID();
  await tx.query(
    `INSERT INTO ops.dead_letter_edits (id, dead_letter_id, body, diff, why, edited_by, replaces) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [newId, id, body, diff, why, by, editId],
  );
  const result = { editId: newId, fields, ...(broken.length > 0 && { breaks: broken.map(({ field }) => field) }) };
  await writeAudit(tx, { actor: by, act: 'edited', subjects: [letterSubject(id)], why, result });
}

function bodyWith(before: unknown, values: readonly { readonly path: string; readonly value: unknown }[]): Buffer {
  if (before === undefined)
    throw new ActRefused(
      'The body is not JSON, so there are no fields to set.',
      'Give the whole new body with --file.',
    );
  try {
    const after = values.reduce<unknown>((body, { path, value }) => withValueAt(body, path, value), before);
    return Buffer.from(JSON.stringify(after));
  } catch (error) {
    if (!(error instanceof NoSuchPath)) throw error;
    throw new ActRefused(`This cannot be set: ${error.message}.`, 'Look at the body: callbook dlq show ID');
  }
}

/** Undefined for what is no JSON. */
function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function nextOf(state: string, id: string): string {
  if (state === 'discarded' || state === 'too_late') return `Open it again first: callbook dlq undo ${id} --why …`;
  return state === 'replaying' ? 'Wait until it is handled, or dies again.' : 'Nothing needs to be done.';
}
