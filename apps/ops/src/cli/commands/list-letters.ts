import Table from 'cli-table3';
import { opsDatabase } from '../../config';
import { countLetters, listLetters, type LetterLine } from '../../dead-letters/list-letters';
import type { Answer, CommandLine } from '../command-line';
import { wholeNumber } from '../whole-number';
import { withDatabase } from '../with-database';
import { letterFilterOf, letterId, type LetterOptions } from './letter-options';
import { short, stamp } from './letter-words';

export interface ListOptions extends LetterOptions {
  readonly limit: string;
  readonly after?: string;
}

const mostShown = 10_000;

/** `callbook dlq ls` */
export function listLettersCommand({ env }: CommandLine, options: ListOptions): Promise<Answer> {
  const limit = wholeNumber('--limit', options.limit, mostShown);
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

function tableOf(letters: readonly LetterLine[]): string {
  const table = new Table({
    head: ['Died (UTC)', 'Queue', 'Code', 'Company', 'Call', 'Tries', 'State', 'Group', 'Id'],
    style: { head: [], border: [] },
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
