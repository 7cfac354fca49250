import Table from 'cli-table3';
import { type AuditEntry, groupSubject, letterSubject, listAudit } from '../../audit/audit';
import { opsDatabase } from '../../config';
import type { Answer, CommandLine } from '../command-line';
import { momentOf } from '../moment-of';
import { wholeNumber } from '../whole-number';
import { withDatabase } from '../with-database';
import { groupId, letterId } from './letter-options';
import { stamp } from './letter-words';

export interface AuditOptions {
  readonly letter?: string;
  readonly group?: string;
  readonly by?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit: string;
  readonly before?: string;
}

const mostShown = 10_000;

/** `callbook dlq audit` */
export function auditCommand({ env }: CommandLine, options: AuditOptions): Promise<Answer> {
  const { by, since, until, before } = options;
  const limit = wholeNumber('--limit', options.limit, mostShown);
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
      before: before === undefined ? undefined : wholeNumber('--before', before, Number.MAX_SAFE_INTEGER),
    });
    return { json: { acts }, text: acts.length > 0 ? tableOfActs(acts, true) : 'Nothing was done.' };
  });
}

/** @param withSubject also which letter or group each was about */
export function tableOfActs(acts: readonly AuditEntry[], withSubject: boolean): string {
  const table = new Table({
    head: ['No.', 'When (UTC)', 'Who', 'What', ...(withSubject ? ['Of'] : []), 'Why', 'Result'],
    style: { head: [], border: [] },
  });
  for (const { seq, at, actor, act, subject, why, result } of acts) {
    const told = Object.keys(result).length > 0 ? JSON.stringify(result) : '';
    table.push([seq, stamp(at), actor, act, ...(withSubject ? [subject] : []), why ?? '', told]);
  }
  return table.toString();
}
