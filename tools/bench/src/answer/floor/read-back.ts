import type { Statement } from '../trace/statement-tap';

/** A value of a statement that is a number read by an earlier one: a version to compare, a place in the outbox. */
export interface ReadBack {
  /** Which statement of the path read it, in its first row. */
  readonly statement: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
}

/** Alone, or in an array of one. */
const aroundNumber = /^((?:\{"?)?)(\d+)((?:"?\})?)$/;

/**
 * Where a value came from, if it came from the database: it was another one for two calls, and both times was what an
 * earlier statement had read.
 * @param value of a statement on this connection, which comes after `earlier`; `other` is the same one of the other call
 */
export function readBackOf(
  [value, other]: readonly [string | null, string | null],
  connection: number,
  earlier: readonly Statement[],
  earlierOfOther: readonly Statement[],
): ReadBack | undefined {
  const [, before = '', number, after = ''] = aroundNumber.exec(value ?? '') ?? [];
  const [, , otherNumber] = aroundNumber.exec(other ?? '') ?? [];
  if (value === other || number === undefined || otherNumber === undefined) return undefined;
  // The nearest one, on the same connection first: places in two outboxes may well be the same number.
  const nearest = [...earlier.keys()].reverse();
  const isHere = (statement: number) => earlier[statement]?.connection === connection;
  for (const statement of [...nearest.filter(isHere), ...nearest.filter((each) => !isHere(each))]) {
    const rows = earlier[statement]?.rows ?? [];
    const otherRow = earlierOfOther[statement]?.rows[0];
    const column = (rows[0] ?? []).findIndex((read, index) => read === number && otherRow?.[index] === otherNumber);
    if (column >= 0) return { statement, column, before, after };
  }
  return undefined;
}
