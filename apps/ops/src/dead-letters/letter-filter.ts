import type { LetterState } from './dead-letter';

/** Which dead letters; what is absent does not matter. */
export interface LetterFilter {
  readonly queue?: string;
  readonly code?: string;
  readonly company?: string;
  readonly type?: string;
  readonly group?: string;
  /** Any of these. */
  readonly states?: readonly LetterState[];
  /** Time of death. */
  readonly since?: Date;
  readonly until?: Date;
  /** Retell's call id, which is the correlation id of all a call causes. */
  readonly call?: string;
}

/** As the condition of a statement about `ops.dead_letters AS letter`; its parameters begin with `$1`. */
export function conditionOf(filter: LetterFilter): { readonly sql: string; readonly params: readonly unknown[] } {
  const { queue, code, company, type, group, states, since, until, call } = filter;
  const asked: (readonly [string, unknown])[] = [
    ['letter.queue = ?', queue],
    ['letter.code = ?', code],
    ['letter.company = ?', company],
    ['letter.event_type = ?', type],
    ['letter.group_id = ?::uuid', group],
    ['letter.state = ANY (?::text[])', states],
    ['letter.dead_at >= ?', since],
    ['letter.dead_at < ?', until],
    ['letter.correlation_id = ?', call],
  ];
  const given = asked.filter(([, value]) => value !== undefined);
  const sql = given.map(([condition], index) => condition.replace('?', `$${index + 1}`)).join(' AND ');
  return { sql: sql || 'true', params: given.map(([, value]) => value) };
}
