import Table from 'cli-table3';
import { opsDatabase } from '../../config';
import { type AuditEntry, groupSubject, letterSubject, listAudit } from '../../audit/audit';
import { whatNext, whyItDied } from '../../dead-letters/explain-letter';
import { listGroups, type LetterGroup } from '../../dead-letters/list-groups';
import { countLetters, listLetters, type LetterLine } from '../../dead-letters/list-letters';
import { showLetter, type WholeLetter } from '../../dead-letters/show-letter';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { momentOf } from '../moment-of';
import { withDatabase } from '../with-database';
import { bodyText } from './body-text';
import { countOf, groupId, letterFilterOf, letterId, type LetterOptions } from './letter-options';

export interface ListOptions extends LetterOptions {
  readonly limit: string;
  readonly after?: string;
}

const mostShown = 10_000;
const style = { head: [], border: [] };

/** `callbook dlq ls` */
export function listLettersCommand({ env }: CommandLine, options: ListOptions): Promise<Answer> {
  const limit = countOf(options.limit, '--limit', mostShown);
  return withDatabase(opsDatabase(env), async (db) => {
    const filter = await letterFilterOf(db, options);
    const after = options.after === undefined ? undefined : await letterId(db, options.after);
    const { letters, more } = await listLetters(db, filter, { limit, after });
    const counts = await countLetters(db, filter);
    const next = more ? (letters.at(-1)?.id ?? null) : null;
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const summary = total === 0 ? 'There is no such dead letter.' : `${letters.length} of ${total}.`;
    const goOn = next ? ` More: add --after ${short(next)}` : '';
    return {
      json: { total, counts, letters, next },
      text: [...(letters.length > 0 ? [tableOf(letters)] : []), summary + goOn].join('\n'),
    };
  });
}

export interface GroupOptions {
  readonly queue?: string;
  readonly code?: string;
  readonly company?: string;
  readonly owner?: string;
  readonly all?: boolean;
}

/** `callbook dlq groups` */
export async function listGroupsCommand({ env }: CommandLine, options: GroupOptions): Promise<Answer> {
  const groups = await withDatabase(opsDatabase(env), (db) => listGroups(db, options));
  const open = groups.reduce((sum, { counts }) => sum + (counts.open ?? 0), 0);
  const summary =
    open === 0
      ? 'No dead letter is open.'
      : `${counted(open, 'dead letter is', 'dead letters are')} open, of ${counted(groups.length, 'cause', 'causes')}.`;
  return { json: { open, groups }, text: groups.length > 0 ? `${tableOfGroups(groups)}\n${summary}` : summary };
}

/** `callbook dlq show ID` */
export function showLetterCommand(
  { env }: CommandLine,
  text: string,
  { full = false }: { readonly full?: boolean },
): Promise<Answer> {
  return withDatabase(opsDatabase(env), async (db) => {
    const letter = await showLetter(db, await letterId(db, text));
    if (!letter)
      throw new CommandFailure(`There is no dead letter ${text}.`, 'Look again: callbook dlq ls --state all');
    const { body, editedBody, ...rest } = letter;
    const json = {
      ...rest,
      why: whyItDied(letter),
      next: whatNext(letter, letter.id),
      body: body.toString('base64'),
      editedBody: editedBody?.toString('base64') ?? null,
    };
    return { json: { letter: json }, text: textOf(letter, full) };
  });
}

export interface AuditOptions {
  readonly letter?: string;
  readonly group?: string;
  readonly by?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: string;
  readonly before?: string;
}

/** `callbook dlq audit` */
export function auditCommand({ env }: CommandLine, options: AuditOptions): Promise<Answer> {
  const { by, since, until, before } = options;
  const limit = countOf(options.limit, '--limit', mostShown);
  return withDatabase(opsDatabase(env), async (db) => {
    const subject =
      options.letter !== undefined
        ? letterSubject(await letterId(db, options.letter))
        : options.group !== undefined
          ? groupSubject(await groupId(db, options.group))
          : undefined;
    const acts = await listAudit(db, {
      ...{ subject, actor: by, limit },
      since: since === undefined ? undefined : momentOf('--since', since, new Date()),
      until: until === undefined ? undefined : momentOf('--until', until, new Date()),
      before: before === undefined ? undefined : countOf(before, '--before', Number.MAX_SAFE_INTEGER),
    });
    return { json: { acts }, text: acts.length > 0 ? tableOfActs(acts, true) : 'Nothing was done.' };
  });
}

/** Enough to name a letter by. */
export const short = (id: string): string => id.slice(0, 8);

/** UTC, to the second: letters of one burst are told apart. */
export const stamp = (date: Date): string => date.toISOString().slice(0, 19).replace('T', ' ');

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function tableOf(letters: readonly LetterLine[]): string {
  const table = new Table({
    head: ['Died (UTC)', 'Queue', 'Code', 'Company', 'Call', 'Tries', 'State', 'Group', 'Id'],
    style,
  });
  for (const {
    deadAt,
    queue,
    code,
    company,
    correlationId,
    deliveries,
    deaths,
    state,
    groupId: group,
    id,
  } of letters) {
    const tries = `${deliveries ?? '?'}${deaths > 1 ? `, died ${deaths}x` : ''}`;
    table.push([
      stamp(deadAt),
      queue,
      code,
      company ?? '?',
      correlationId ?? '?',
      tries,
      state,
      short(group),
      short(id),
    ]);
  }
  return table.toString();
}

const bars = '▁▂▃▄▅▆▇█';

/** A bar for each hour, against the highest; a dot where nothing died. */
export function trendText(trend: readonly number[]): string {
  const most = Math.max(...trend, 1);
  return trend.map((count) => (count === 0 ? '·' : bars[Math.ceil((count / most) * bars.length) - 1])).join('');
}

function tableOfGroups(groups: readonly LetterGroup[]): string {
  const table = new Table({
    head: ['Open', 'All', 'Last (UTC)', 'Last 24 h', 'Queue, code, company', 'Error', 'Owner, note', 'Group'],
    colWidths: [null, null, 12, 26, 36, 46, 24, null] as number[],
    wordWrap: true,
    style,
  });
  for (const { id, counts, lastSeen, trend, queue, code, company, error, owner, note } of groups) {
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const cause = [queue, code, ...(company ? [company] : [])].join('\n');
    const people = [...(owner ? [owner] : []), ...(note ? [note] : [])].join('\n');
    table.push([counts.open ?? 0, all, stamp(lastSeen), trendText(trend), cause, error, people, short(id)]);
  }
  return table.toString();
}

function tableOfActs(acts: readonly AuditEntry[], withSubject: boolean): string {
  const table = new Table({
    head: ['No.', 'When (UTC)', 'Who', 'What', ...(withSubject ? ['Of'] : []), 'Why', 'Result'],
    style,
  });
  for (const { seq, at, actor, act, subject, why, result } of acts) {
    const told = Object.keys(result).length > 0 ? JSON.stringify(result) : '';
    table.push([seq, stamp(at), actor, act, ...(withSubject ? [subject] : []), why ?? '', told]);
  }
  return table.toString();
}

function textOf(letter: WholeLetter, full: boolean): string {
  const { id, state, stateSince, queue, eventType, company, correlationId, messageId, code, error, group } = letter;
  const facts: [string, string][] = [
    ['Dead letter', id],
    ['State', `${state} since ${stamp(stateSince)}`],
    ['Queue', queue],
    ['Event', `${eventType ?? 'type unknown'}, company ${company ?? 'unknown'}, message ${messageId ?? 'without id'}`],
    ['Call', correlationId ?? 'unknown'],
    ['Why', whyItDied(letter)],
    ['Error', `${code}: ${error}`],
    [
      'Died',
      letter.deathTimes.map((death) => `${stamp(death.deadAt)} (${death.code})`).join(', ') || stamp(letter.deadAt),
    ],
    [
      'Group',
      `${short(group.id)}, ${group.counts.open ?? 0} open, owner ${group.owner ?? 'nobody'}${group.note ? `: ${group.note}` : ''}`,
    ],
    ...(letter.alone ? ([['Sent again', 'once by itself, alone']] as [string, string][]) : []),
  ];
  const width = Math.max(...facts.map(([name]) => name.length)) + 2;
  const edits = letter.edits.map(
    ({ editedAt, editedBy, why, undoneAt, diff }) =>
      `${stamp(editedAt)} by ${editedBy}: ${why}${undoneAt ? ` (not in force since ${stamp(undoneAt)})` : ''}\n${indented(diff)}`,
  );
  return [
    ...facts.map(([name, value]) => `${name.padEnd(width)}${value}`),
    ...section('Headers', JSON.stringify(letter.headers, null, 2)),
    ...section(`Body as it died, ${letter.bytes} bytes`, bodyText(letter.body, full)),
    ...(letter.editedBody ? section('Body that a replay sends', bodyText(letter.editedBody, full)) : []),
    ...(edits.length > 0 ? section('Edits', edits.join('\n')) : []),
    ...(letter.audit.length > 0 ? section('What was done', tableOfActs(letter.audit, false)) : []),
    ...section('What to do next', whatNext(letter, short(id)).join('\n')),
  ].join('\n');
}

const section = (title: string, text: string): string[] => ['', `${title}:`, indented(text)];
const indented = (text: string): string => text.replace(/^/gm, '  ');
