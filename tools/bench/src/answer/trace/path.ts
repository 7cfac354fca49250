import type { PassedEvent } from './event-tap';
import type { Statement } from './statement-tap';
import { isBegin, isCommit, kindOf, type Unit } from './units';

export type Step =
  | { readonly kind: 'statement'; readonly statement: Statement; readonly session: Session }
  | { readonly kind: 'publish'; readonly event: PassedEvent };

/** A connection that has to be one of its own, because its transaction is still open when others go on. */
export interface Session {
  /** What is still done in it when the answer no longer depends on it. */
  readonly afterwards: readonly Statement[];
}

/** What has to be done, one after the other, before the caller can be answered. */
export type Path = readonly Step[];

export interface Counts {
  /** Events that had to be at the broker. */
  readonly confirms: number;
  /** Transactions that had to be durable, those of a single statement included. */
  readonly commits: number;
  /** Statements, without those that begin and end a transaction. */
  readonly statements: number;
  /** To the database: with them. */
  readonly roundTrips: number;
}

/** What was seen while one call was answered. */
export interface Seen {
  readonly units: readonly Unit[];
  readonly events: readonly PassedEvent[];
  /** Kinds of units that come without any call. */
  readonly background: ReadonlySet<string>;
}

/**
 * The path to an event: the events that led to it, and what each app did from the event before to the commit with the
 * next one in its outbox, and until it read that from the outbox. What an app does before it can know of the event, or
 * after that, keeps nobody waiting.
 * @throws Error when something that must be there was not seen
 */
export function pathTo(answer: PassedEvent, { units, events, background }: Seen): Path {
  const [first, ...others] = causesOf(answer, events);
  if (!first) throw new Error(`${answer.type} was not seen`);
  const main: Session = { afterwards: [] };
  const steps: Step[] = [{ kind: 'publish', event: first }];
  let sentAt = -Infinity;
  for (const event of others) {
    const own = units.filter(([statement]) => statement?.application === `callbook-${event.app}`);
    const storing = own.find((unit) => unit.some(({ values }) => mentions(values, event.id)));
    const sending = own.find((unit) => unit.some(({ rows }) => rows.some((row) => mentions(row, event.id))));
    if (!storing || !sending) throw new Error(`it was not seen how ${event.app} stored and sent ${event.type}`);
    const before = own.slice(0, own.indexOf(storing) + 1);
    const needed = before.filter(
      (unit) => startOf(unit) >= sentAt && unit !== sending && !background.has(kindOf(unit)),
    );
    for (const statement of needed.flat()) steps.push({ kind: 'statement', statement, session: main });

    const read = sending.findIndex(({ rows }) => rows.some((row) => mentions(row, event.id)));
    sentAt = sending[read]?.endedAt ?? sentAt;
    const session: Session = { afterwards: sending.slice(read + 1) };
    for (const statement of sending.slice(0, read + 1)) steps.push({ kind: 'statement', statement, session });
    steps.push({ kind: 'publish', event });
  }
  return steps;
}

const startOf = ([first]: Unit): number => first?.startedAt ?? NaN;

/** The events that led to one, and itself, in the order in which they happened. */
function causesOf(event: PassedEvent, events: readonly PassedEvent[]): PassedEvent[] {
  const cause = events.find(({ id }) => id === event.causationId);
  return cause ? [...causesOf(cause, events), event] : [event];
}

export const statementsOf = (path: Path): Statement[] =>
  path.flatMap((step) => (step.kind === 'statement' ? [step.statement] : []));

export const eventsOf = (path: Path): PassedEvent[] =>
  path.flatMap((step) => (step.kind === 'publish' ? [step.event] : []));

export function countsOf(path: Path): Counts {
  return countsOfSeen(statementsOf(path), eventsOf(path).length);
}

/** @param statements in the order in which they were made; whole transactions, or their beginnings */
export function countsOfSeen(statements: readonly Statement[], confirms: number): Counts {
  const open = new Set<number>();
  let commits = 0;
  let plain = 0;
  for (const statement of statements) {
    if (isBegin(statement)) open.add(statement.connection);
    else if (isCommit(statement)) {
      open.delete(statement.connection);
      commits += 1;
    } else {
      plain += 1;
      if (!open.has(statement.connection) && writes.test(statement.tag)) commits += 1;
    }
  }
  return { confirms, commits, statements: plain, roundTrips: statements.length };
}

const writes = /^(INSERT|UPDATE|DELETE|MERGE)/;

/** What is done on a path and what came of it, one line each, whoever it is done for. */
export const shapeOf = (path: Path): string[] =>
  path.map((step) => (step.kind === 'publish' ? `publish ${step.event.type}` : lineOf(step.statement)));

export const lineOf = ({ text, tag }: Pick<Statement, 'text' | 'tag'>): string =>
  `${text.replace(/\s+/g, ' ').trim()} -> ${tag}`;

const mentions = (values: readonly (string | null)[], id: string): boolean =>
  values.some((value) => value?.includes(id));
