import type { TestDatabase } from '../test-database';
import { type KnownTable, mappingDrift } from './mapped-columns';
import { statementDrift, statementsIn } from './statements-in-code';
import { storedTables } from './stored-tables';

export interface CodeOfSchema {
  readonly schema: string;
  /** Read and written by lists of columns. */
  readonly mapped?: readonly KnownTable[];
  /** Folders with the code that writes the schema. */
  readonly sources: readonly string[];
}

/**
 * In what a migrated schema and the code that writes it have drifted apart; empty when lists of columns, INSERTs and UPDATEs fit
 * the tables, and no table is left that nothing writes.
 */
export async function driftOf(
  database: Pick<TestDatabase, 'query'>,
  { schema, mapped = [], sources }: CodeOfSchema,
): Promise<string[]> {
  const stored = await storedTables(database, schema);
  const statements = statementsIn(sources, schema);
  const written = new Set([...mapped.map(({ name }) => name), ...statements.map(({ table }) => table)]);
  const orphans = [...stored.keys()].filter((table) => !written.has(table));
  return [
    ...mappingDrift(mapped, stored),
    ...statementDrift(statements, stored),
    ...orphans.map((table) => `${table} is a table that nothing in the code writes`),
  ];
}
