import { digestOf, type Event } from '@callbook/contracts';
import type { TouchedRow } from './rows';

interface TouchedTable {
  touched(): TouchedRow<object>[];
}

/**
 * What one message did, or would do: a line for each row it makes, changes or removes, and for each event it publishes.
 * The same message gets the same lines from the same rows at any time: which row and which columns, but no values, for some
 * come from the clock and others are personal.
 */
export function effectLines(
  tables: Readonly<Record<string, TouchedTable>>,
  events: readonly Pick<Event<object>, 'type' | 'subject'>[],
): string[] {
  const rows = Object.entries(tables).flatMap(([table, touched]) =>
    touched.touched().flatMap((row) => rowLine(table, row)),
  );
  const published = events.map(({ type, subject }) => `event published ${type} ${short(subject)}`);
  return [...rows, ...published].sort();
}

function rowLine(table: string, { key, before, now }: TouchedRow<object>): string[] {
  if (!before) return [`${table} made ${short(key)} ${short(filled(now ?? {}))}`];
  if (!now) return [`${table} removed ${short(key)}`];
  const columns = changedColumns(before, now);
  return columns.length > 0 ? [`${table} changed ${short(key)} ${columns.join(',')}`] : [];
}

function filled(row: object): string[] {
  return Object.entries(row).flatMap(([column, value]) => (value === null || value === undefined ? [] : [column]));
}

function changedColumns(before: object, now: object): string[] {
  const was = new Map(Object.entries(before));
  // Which message wrote a row last is no news about it.
  const isOther = ([column, value]: [string, unknown]) =>
    column !== 'recordedByMessage' && digestOf(asStored(value)) !== digestOf(asStored(was.get(column)));
  return Object.entries(now)
    .filter(isOther)
    .map(([column]) => column)
    .sort();
}

/** What the event had as an object of a class comes back from the database as JSON. */
function asStored(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}

/** Enough to tell rows apart; nothing of what a key is made of can be read in it. */
function short(value: unknown): string {
  return digestOf(value).slice(0, 16);
}
