import type { DataSource, Logger } from 'typeorm';

export interface Asked {
  readonly sql: string;
  readonly values: readonly unknown[];
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** What is asked of the database from now on, as it is asked. Told again, it is empty first. */
export function statementsOf(dataSource: DataSource): Asked[] {
  const asked: Asked[] = [];
  const logQuery = (sql: string, values: readonly unknown[] = []) => {
    if (/^\s*(WITH|SELECT|INSERT|UPDATE|DELETE)\b/i.test(sql)) asked.push({ sql, values });
  };
  const nothing = () => undefined;
  const others = { logQueryError: nothing, logQuerySlow: nothing, logSchemaBuild: nothing };
  dataSource.logger = { ...others, logQuery, logMigration: nothing, log: nothing } satisfies Logger;
  return asked;
}

/**
 * Where PostgreSQL would go through a table from end to end, or through a whole index, which is no better: by the plans it makes now, with
 * the tables as they are. Tables have to be large, or their end is soon reached. A bitmap of a whole (partial) index is not seen.
 */
export async function scansIn(
  explain: (sql: string, values: unknown[]) => Promise<Record<string, unknown>[]>,
  asked: readonly Asked[],
  tables: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const { sql, values } of asked) {
    const [row] = await explain(`EXPLAIN (FORMAT JSON) ${sql}`, [...values]);
    const [{ Plan }] = row?.['QUERY PLAN'] as [{ readonly Plan: PlanNode }];
    const scans = withPartsOf(Plan).filter(isScan);
    const names = scans.map((node) => node['Relation Name'] ?? '').filter((name) => tables.includes(name));
    const shortened = sql.replace(/\s+/g, ' ').replace(/^ ?SELECT .*? FROM /, 'SELECT … FROM ');
    found.push(...names.map((name) => `${name}: ${shortened}`));
  }
  return found;
}

function isScan(node: PlanNode): boolean {
  const type = node['Node Type'];
  return type === 'Seq Scan' || (/^Index (Only )?Scan$/.test(type) && node['Index Cond'] === undefined);
}

const withPartsOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(withPartsOf)];
