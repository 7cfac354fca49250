import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustBeGiven } from './mapped-columns';
import type { StoredTables } from './stored-tables';

/** An INSERT or UPDATE that stands in the code, with the columns it names. */
export interface WrittenColumns {
  readonly kind: 'insert' | 'update';
  readonly table: string;
  readonly columns: readonly string[];
  readonly file: string;
}

/** @param folders whose TypeScript is read, specs and migrations left out @param schema what `${…}` before a table's name stands for */
export function statementsIn(folders: readonly string[], schema: string): WrittenColumns[] {
  return folders.flatMap((folder) =>
    globSync('**/*.ts', { cwd: folder })
      .filter((file) => !/\.(int-)?spec\.ts$|^migrations\//.test(file))
      .toSorted()
      .flatMap((file) => statementsOf(readFileSync(join(folder, file), 'utf8'), schema, file)),
  );
}

const insert = /\bINSERT INTO (\$\{[^}]+\}|\w+)\.(\w+)(?: AS \w+)?\s*\(([^)]*)\)/g;
const update = /\bUPDATE (\$\{[^}]+\}|\w+)\.(\w+)(?: (?:AS )?\w+)?\s+SET\s+/g;

export function statementsOf(source: string, schema: string, file: string): WrittenColumns[] {
  const tableOf = (prefix = '', table = '') => `${prefix.startsWith('$') ? schema : prefix}.${table}`;
  const inserts = [...source.matchAll(insert)].map(([, prefix, table, list = '']) => ({
    kind: 'insert' as const,
    table: tableOf(prefix, table),
    columns: list
      .split(',')
      .map((column) => column.trim())
      .filter((column) => /^\w+$/.test(column)),
    file,
  }));
  const updates = [...source.matchAll(update)].map((match) => ({
    kind: 'update' as const,
    table: tableOf(match[1], match[2]),
    columns: columnsSet(source.slice(match.index + match[0].length)),
    file,
  }));
  return [...inserts, ...updates].filter(({ table }) => table.startsWith(`${schema}.`));
}

/** The names before each `=` of a SET list; what is put together at run time is not seen. */
function columnsSet(rest: string): string[] {
  const [parts, last]: [string[], { depth: number; part: string }] = [[], { depth: 0, part: '' }];
  for (const [token] of rest.matchAll(/'(?:[^']|\'\')*'|\b(?:FROM|WHERE|RETURNING)\b|[`;]|[\s\S]/g)) {
    if (last.depth === 0 && /^(FROM|WHERE|RETURNING|`|;)$/.test(token)) break;
    if (token === '(' || token === '{') last.depth++;
    if (token === ')' || token === '}') last.depth--;
    if (last.depth < 0) break;
    if (token === ',' && last.depth === 0) parts.push(last.part);
    last.part = token === ',' && last.depth === 0 ? '' : last.part + token;
  }
  return [...parts, last.part].flatMap((part) => /^\s*(\w+)\s*=/.exec(part)?.[1] ?? []);
}

/** Statements that the tables would refuse. */
export function statementDrift(statements: readonly WrittenColumns[], stored: StoredTables): string[] {
  return statements.flatMap(({ kind, table, columns, file }) => {
    const there = stored.get(table);
    if (!there) return [`${file}: ${kind} into ${table}, which is no table of the database`];
    const foreign = columns.filter((column) => !there.has(column) || there.get(column)?.generated);
    const left = [...there.values()].filter((column) => mustBeGiven(column) && !columns.includes(column.name));
    return [
      ...foreign.map((column) => `${file}: ${kind} of ${table}.${column}, which cannot be written`),
      ...(kind === 'insert' ? left : []).map(
        ({ name }) => `${file}: insert without ${table}.${name}, which must have a value`,
      ),
    ];
  });
}
