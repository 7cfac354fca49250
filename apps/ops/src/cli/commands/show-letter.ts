import { opsDatabase } from '../../config';
import { whatNext, whyItDied } from '../../dead-letters/explain-letter';
import { showLetter, type WholeLetter } from '../../dead-letters/show-letter';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { bodyText } from './body-text';
import { tableOfActs } from './letter-audit';
import { letterId } from './letter-options';
import { short, stamp } from './letter-words';

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
