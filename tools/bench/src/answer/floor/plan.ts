import { eventsOf, type Path, type Session, statementsOf } from '../trace/path';
import type { Statement } from '../trace/statement-tap';
import { type CallWords, type OwnWords, ownWordsOf } from './own-words';
import { type ReadBack, readBackOf } from './read-back';
import { type Template, templateOf } from './template';

/** One traced call. */
export interface TracedCall {
  readonly words: CallWords;
  readonly path: Path;
}

export interface PlannedStatement {
  readonly text: string;
  readonly values: readonly (Template | ReadBack | null)[];
}

export type PlannedStep =
  | { readonly kind: 'statement'; readonly session: number; readonly statement: PlannedStatement }
  | { readonly kind: 'publish'; readonly routingKey: Template; readonly body: Template };

/** Everything on a call's path, to be done again with ids and times of its own. */
export interface Plan {
  readonly ownWords: OwnWords;
  readonly sessions: number;
  readonly steps: readonly PlannedStep[];
  /** What is done afterwards, in the session it belongs to, so that the next turn finds things as this one did. */
  readonly afterwards: readonly { readonly session: number; readonly statement: PlannedStatement }[];
}

/** @param other a call of the same shape, to tell what belongs to one call from what belongs to all */
export function planOf(call: TracedCall, other: TracedCall, now: Date): Plan {
  const ownWords = ownWordsOf(call.words, textsOf(call.path), textsOf(other.path), now);
  const words = [...ownWords.keys()];
  const sessions = sessionsOf(call.path);
  const done = allOf(call.path);
  const doneForOther = allOf(other.path);

  const planned = (statement: Statement): PlannedStatement => {
    const index = done.indexOf(statement);
    const values = statement.values.map((value, place) => {
      if (value === null) return null;
      const pair = [value, doneForOther[index]?.values[place] ?? null] as const;
      const earlier = [done.slice(0, index), doneForOther.slice(0, index)] as const;
      return readBackOf(pair, statement.connection, ...earlier) ?? templateOf(value, words);
    });
    return { text: statement.text, values };
  };
  return {
    ownWords,
    sessions: sessions.length,
    steps: call.path.map((step) =>
      step.kind === 'statement'
        ? { kind: 'statement', session: sessions.indexOf(step.session), statement: planned(step.statement) }
        : {
            kind: 'publish',
            routingKey: templateOf(step.event.routingKey, words),
            body: templateOf(step.event.body, words),
          },
    ),
    afterwards: sessions.flatMap(({ afterwards }, session) =>
      afterwards.map((statement) => ({ session, statement: planned(statement) })),
    ),
  };
}

/** In the order in which they are done again: the path, then what is done afterwards. */
function allOf(path: Path): Statement[] {
  return [...statementsOf(path), ...sessionsOf(path).flatMap(({ afterwards }) => afterwards)];
}

function sessionsOf(path: Path): Session[] {
  return [...new Set(path.flatMap((step) => (step.kind === 'statement' ? [step.session] : [])))];
}

function textsOf(path: Path): string[] {
  const values = allOf(path).flatMap(({ values }) => values.filter((value) => value !== null));
  return [...values, ...eventsOf(path).flatMap(({ body, routingKey }) => [body, routingKey])];
}
