import { readConfig } from '@callbook/config';
import { SettleOwedAnswer, uuidForm } from '@callbook/contracts';
import Table from 'cli-table3';
import { BrokerConfig, opsDatabase } from '../../config';
import { listOwedAnswers, type OwedAnswerFilter } from '../../owed-answers/list-owed-answers';
import type { OwedAnswer } from '../../owed-answers/owed-answer';
import { moment, whatToTell } from '../../owed-answers/what-to-tell';
import { type Answer, CommandFailure, type CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { withQueries } from '../with-queries';

/** `callbook owed ls` */
export async function listOwedCommand({ env }: CommandLine, filter: OwedAnswerFilter): Promise<Answer> {
  const owed = await withDatabase(opsDatabase(env), (database) => listOwedAnswers(database, filter));
  const open = owed.filter(({ settledAt }) => settledAt === null).length;
  const summary =
    open === 0 ? 'Nobody is owed an answer.' : `${open} ${open === 1 ? 'caller is' : 'callers are'} owed an answer.`;
  return {
    json: { open, owed: owed.map((one) => ({ ...one, tell: whatToTell(one) })) },
    text: owed.length > 0 ? `${tableOf(owed)}\n${summary}` : summary,
  };
}

export interface SettleOptions {
  readonly by: string;
  readonly note?: string;
}

/** `callbook owed done ID` */
export async function settleOwedCommand(
  { env }: CommandLine,
  id: string,
  { by, note }: SettleOptions,
): Promise<Answer> {
  if (!uuidForm.test(id) || by.trim() === '') {
    const what = by.trim() === '' ? '--by is empty.' : `"${id}" is not the id of an owed answer.`;
    throw new CommandFailure(what, 'Take the id from callbook owed ls, and say with --by who told the caller.', 2);
  }
  const question = { owedAnswerId: id.toLowerCase(), by: by.trim(), note: note ?? null };
  const { result } = await withQueries(readConfig(BrokerConfig, env), (queries) =>
    queries.ask(SettleOwedAnswer, question),
  );
  if (result === 'unknown')
    throw new CommandFailure(`Nothing is owed under ${id}.`, 'Look again: callbook owed ls --all');
  const text = result === 'settled' ? 'Settled.' : 'It was settled already; nothing was changed.';
  return { json: { id: question.owedAnswerId, result }, text };
}

function tableOf(owed: readonly OwedAnswer[]): string {
  const withSettled = owed.some(({ settledAt }) => settledAt !== null);
  const table = new Table({
    head: ['Owed since', 'Company', 'Ring', 'Ask for', 'Tell', ...(withSettled ? ['Settled'] : []), 'Id'],
    style: { head: [], border: [] },
  });
  for (const one of owed) {
    const { owedSince, timeZone, company, number, name, id } = one;
    const settled = withSettled ? [settledText(one)] : [];
    const ring = number ?? 'number withheld';
    table.push([moment(owedSince, timeZone), company, ring, name ?? '?', whatToTell(one), ...settled, id]);
  }
  return table.toString();
}

function settledText({ settledAt, settledBy, note, timeZone }: OwedAnswer): string {
  if (!settledAt) return '';
  return `${moment(settledAt, timeZone)} by ${settledBy}${note ? `: ${note}` : ''}`;
}
