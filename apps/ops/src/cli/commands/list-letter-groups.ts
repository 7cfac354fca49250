import Table from 'cli-table3';
import { opsDatabase } from '../../config';
import { listGroups, type LetterGroup } from '../../dead-letters/list-groups';
import type { Answer, CommandLine } from '../command-line';
import { withDatabase } from '../with-database';
import { short, stamp } from './letter-words';

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

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const bars = '▁▂▃▄▅▆▇█';

/** A bar for each hour, against the highest; a dot where nothing died. */
function trendText(trend: readonly number[]): string {
  const most = Math.max(...trend, 1);
  return trend.map((count) => (count === 0 ? '·' : bars[Math.ceil((count / most) * bars.length) - 1])).join('');
}

function tableOfGroups(groups: readonly LetterGroup[]): string {
  const table = new Table({
    head: ['Open', 'All', 'Last (UTC)', 'Last 24 h', 'Queue, code, company', 'Error', 'Owner, note', 'Group'],
    colWidths: [null, null, 12, 26, 36, 46, 24, null] as number[],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { id, counts, lastSeen, trend, queue, code, company, error, owner, note } of groups) {
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const cause = [queue, code, ...(company ? [company] : [])].join('\n');
    const people = [...(owner ? [owner] : []), ...(note ? [note] : [])].join('\n');
    table.push([counts.open ?? 0, all, stamp(lastSeen), trendText(trend), cause, error, people, short(id)]);
  }
  return table.toString();
}
