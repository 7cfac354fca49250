import type { EntityManager } from 'typeorm';
import { letterStates, type LetterState } from '../../dead-letters/dead-letter';
import type { LetterFilter } from '../../dead-letters/letter-filter';
import { AmbiguousId, idBeginningWith } from '../../dead-letters/list-letters';
import { CommandFailure } from '../command-line';
import { momentOf } from '../moment-of';

/** Options by which dead letters are chosen, as they are given. */
export interface LetterOptions {
  readonly queue?: string;
  readonly code?: string;
  readonly company?: string;
  readonly type?: string;
  readonly group?: string;
  readonly state?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly call?: string;
}

type Queries = Pick<EntityManager, 'query'>;

/** @param states of letters when none are asked for. @throws CommandFailure */
export async function letterFilterOf(
  db: Queries,
  { group, state, since, until, ...same }: LetterOptions,
  states: readonly LetterState[] = ['open'],
): Promise<LetterFilter> {
  const { queue, code, company, type, call } = same;
  const wanted = state && state.length > 0 ? statesOf(state) : states;
  return {
    ...{ queue, code, company, type, call },
    ...(group !== undefined && { group: await groupId(db, group) }),
    ...(wanted.length < letterStates.length && { states: wanted }),
    ...(since !== undefined && { since: momentOf('--since', since, new Date()) }),
    ...(until !== undefined && { until: momentOf('--until', until, new Date()) }),
  };
}

function statesOf(given: readonly string[]): readonly LetterState[] {
  if (given.includes('all')) return letterStates;
  const unknown = given.find((state) => !(letterStates as readonly string[]).includes(state));
  if (unknown !== undefined)
    throw new CommandFailure(`"${unknown}" is no state.`, `Give ${letterStates.join(', ')} or all.`, 2);
  return given as readonly LetterState[];
}

/** By its id or the beginning of it. @throws CommandFailure */
export function letterId(db: Queries, text: string): Promise<string> {
  return idOf(db, 'dead_letters', text, 'dead letter', 'callbook dlq ls --state all');
}

/** @throws CommandFailure */
export function groupId(db: Queries, text: string): Promise<string> {
  return idOf(db, 'dead_letter_groups', text, 'group', 'callbook dlq groups --all');
}

const beginningOfId = /^(?=.{8,36}$)[0-9a-f]{8}(-[0-9a-f-]*)?$/i;

async function idOf(
  db: Queries,
  table: 'dead_letters' | 'dead_letter_groups',
  text: string,
  what: string,
  look: string,
): Promise<string> {
  if (!beginningOfId.test(text))
    throw new CommandFailure(
      `"${text}" is not the id of a ${what}.`,
      `Take it from ${look}; its first eight characters are enough.`,
      2,
    );
  try {
    const id = await idBeginningWith(db, table, text);
    if (id) return id;
  } catch (error) {
    if (!(error instanceof AmbiguousId)) throw error;
    throw new CommandFailure(error.message, 'Give more of it.', 2);
  }
  throw new CommandFailure(`There is no ${what} ${text}.`, `Look again: ${look}`);
}
