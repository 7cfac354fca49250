import { readFile } from 'node:fs/promises';
import { opsDatabase } from '../../config';
import { ActRefused } from '../../dead-letters/acts/act-refused';
import { annotateGroup } from '../../dead-letters/acts/annotate-group';
import { discardLetters } from '../../dead-letters/acts/discard-letters';
import { type BodyChange, editLetter } from '../../dead-letters/acts/edit-letter';
import { type Undone, undoLetter } from '../../dead-letters/acts/undo-letter';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { groupId, letterId } from './letter-options';
import { short } from './letter-words';

export interface ByOption {
  readonly by: string;
}

export interface WhyOptions extends ByOption {
  readonly why: string;
}

function actor({ by, why }: WhyOptions): WhyOptions {
  if (by.trim() === '' || why.trim() === '') {
    const what = by.trim() === '' ? '--by is empty.' : '--why is empty.';
    throw new CommandFailure(what, 'Say who decides, and why: both are kept with the act.', 2);
  }
  return { by: by.trim(), why: why.trim() };
}

async function orRefused<T>(act: Promise<T>): Promise<T> {
  return act.catch((error: unknown) => {
    if (error instanceof ActRefused) throw new CommandFailure(error.message, error.next, 1, [], { cause: error });
    throw error;
  });
}

export interface AnnotateOptions extends ByOption {
  readonly clear?: boolean;
}

/** `callbook dlq note GROUP TEXT`, `callbook dlq own GROUP [WHO]` */
export function annotateCommand(
  { env }: CommandLine,
  field: 'note' | 'owner',
  group: string,
  text: string | undefined,
  { by, clear = false }: AnnotateOptions,
): Promise<Answer> {
  const value = text?.trim() ?? '';
  if ((value === '') !== clear)
    throw new CommandFailure(
      `There is ${clear ? 'more than' : 'no'} ${field} to write.`,
      `Give the ${field}, or --clear to remove it.`,
      2,
    );
  return withDatabase(opsDatabase(env), async (db) => {
    const id = await groupId(db, group);
    const changed = await annotateGroup(db, id, field, clear ? null : value, by);
    const done = clear ? `The ${field} is removed.` : `The ${field} is written.`;
    return { json: { group: id, changed }, text: changed ? done : 'It was so already; nothing was changed.' };
  });
}

export interface EditLetterOptions extends WhyOptions {
  readonly file?: string;
  readonly set?: readonly string[];
  readonly remove?: readonly string[];
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** `callbook dlq edit ID` */
export async function editLetterCommand(
  { env }: CommandLine,
  text: string,
  options: EditLetterOptions,
): Promise<Answer> {
  const who = actor(options);
  const change = await changeOf(options);
  const { force, dryRun = false } = options;
  return withDatabase(opsDatabase(env), async (db) => {
    const id = await letterId(db, text);
    const edited = await orRefused(editLetter(db, id, change, { ...who, force, dryRun }));
    const breaks = edited.broken.map(({ field, expected }) => `Breaks the contract: ${field}: ${expected}`);
    const end = dryRun
      ? 'Nothing was changed.'
      : `Edited; the original is kept. Next: callbook dlq plan ${short(id)}. Back: callbook dlq undo ${short(id)} --why …`;
    return { json: { id, dryRun, ...edited }, text: [edited.diff, ...breaks, end].join('\n') };
  });
}

const mostBytes = 16 * 1024 * 1024;

async function changeOf({ file, set = [], remove = [] }: EditLetterOptions): Promise<BodyChange> {
  if ((file !== undefined) === set.length + remove.length > 0)
    throw new CommandFailure(
      'Say what to change.',
      'Give the whole new body with --file, or values with --set and --remove.',
      2,
    );
  if (file !== undefined) return { body: await bodyFrom(file) };
  const values = set.map((assignment) => {
    const at = assignment.indexOf('=');
    if (at < 1)
      throw new CommandFailure(`"${assignment}" sets nothing.`, 'Write --set data.start=2026-11-26T09:00:00Z', 2);
    return { path: assignment.slice(0, at), value: valueIn(assignment.slice(at + 1)) };
  });
  return { values: [...values, ...remove.map((path) => ({ path, value: undefined }))] };
}

/** JSON where it is JSON (`7`, `null`, `"7"`, `{}`), else the text itself. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function bodyFrom(file: string): Promise<Buffer> {
  const body = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new CommandFailure(
      `${file} cannot be read (${cause.code}).`,
      'Give the name of a file with the new body.',
      2,
      [],
      { cause },
    );
  });
  if (body.length > mostBytes)
    throw new CommandFailure(`${file} is larger than any message may be.`, 'Give another file.', 2);
  return body;
}

export interface DiscardOptions extends WhyOptions {
  readonly group?: string;
  readonly yes?: boolean;
}

/** `callbook dlq discard ID…`, or all open ones of a group */
export async function discardCommand(
  { env }: CommandLine,
  texts: readonly string[],
  options: DiscardOptions,
): Promise<Answer> {
  const who = actor(options);
  const { group, yes = false } = options;
  if ((group !== undefined) === texts.length > 0)
    throw new CommandFailure(
      'Say which.',
      'Give ids from callbook dlq ls, or --group with one from callbook dlq groups.',
      2,
    );
  return withDatabase(opsDatabase(env), async (db) => {
    if (group === undefined) {
      const ids = await Promise.all(texts.map((text) => letterId(db, text)));
      return discarded(await discardLetters(db, ids, who));
    }
    const id = await groupId(db, group);
    const open = (await db.query(`SELECT id FROM ops.dead_letters WHERE group_id = $1 AND state = 'open'`, [id])) as {
      id: string;
    }[];
    if (yes)
      return discarded(
        await discardLetters(
          db,
          open.map((letter) => letter.id),
          who,
        ),
      );
    return {
      json: { group: id, wouldDiscard: open.length },
      text: `Would discard ${open.length}. Add --yes to discard them.`,
    };
  });
}

function discarded({ discarded: done, left }: Awaited<ReturnType<typeof discardLetters>>): Answer {
  const others = left.map(({ id, state }) => `${short(id)} is ${state.replace('_', ' ')}, and was left so.`);
  return {
    json: { discarded: done, left },
    text: [`Discarded ${done.length}. Back: callbook dlq undo ID --why …`, ...others].join('\n'),
    ...(done.length === 0 && { exitCode: 1 as const }),
  };
}

const undoneText: Readonly<Record<Undone, string>> = {
  discard: 'It is open again.',
  too_late: 'It is open again.',
  edit: 'The edit is undone: a replay sends what was there before it.',
  waiting: 'It is open again. If what was sent arrives all the same, its consumer takes one of the copies out.',
};

/** `callbook dlq undo ID` */
export async function undoCommand({ env }: CommandLine, text: string, options: WhyOptions): Promise<Answer> {
  const who = actor(options);
  return withDatabase(opsDatabase(env), async (db) => {
    const id = await letterId(db, text);
    const undone = await orRefused(undoLetter(db, id, who));
    return { json: { id, undone }, text: undoneText[undone] };
  });
}
