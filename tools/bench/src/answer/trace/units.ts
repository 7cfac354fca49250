import type { Statement } from './statement-tap';

/** A transaction from its beginning to its end, or a statement outside of one. */
export type Unit = readonly Statement[];

const begins = /^\s*(START TRANSACTION|BEGIN)\b/i;
const ends = /^\s*(COMMIT|ROLLBACK)\s*;?\s*$/i;

/** In the order in which they began. A transaction that is not over yet is one too. */
export function unitsOf(statements: readonly Statement[]): Unit[] {
  const units: Statement[][] = [];
  const open = new Map<number, Statement[]>();
  for (const statement of statements) {
    const transaction = open.get(statement.connection);
    const unit = transaction ?? [];
    unit.push(statement);
    if (!transaction) units.push(unit);
    if (begins.test(statement.text)) open.set(statement.connection, unit);
    if (ends.test(statement.text)) open.delete(statement.connection);
  }
  return units;
}

/** What is done, whoever it is done for. */
export const kindOf = (unit: Unit): string =>
  unit.map(({ application, text }) => `${application}: ${text.replace(/\s+/g, ' ').trim()}`).join('\n');

export const isCommit = ({ text }: Statement): boolean => /^\s*COMMIT/i.test(text);
export const isBegin = ({ text }: Statement): boolean => begins.test(text);
