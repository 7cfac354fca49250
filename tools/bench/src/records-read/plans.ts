import { statementOf } from '@callbook/records/use-cases';
import type { Client } from 'pg';
import type { PageKind } from './page-kinds';
import type { Sample } from './samples';

interface PlanNode {
  readonly 'Node Type': string;
  readonly Schema?: string;
  readonly 'Relation Name'?: string;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Rows that were read and thrown away for one page. More, and it is the page's size no longer that says what it costs. */
const wastedAtMost = 1_000;

/**
 * What is wrong with how a page is read, by running it once: a table of the record is read from end to end, or rows are
 * looked through for those that fit. The latter is what happens when an index is missing while another one keeps the order.
 */
export async function planProblems(client: Client, page: PageKind, sample: Sample): Promise<string[]> {
  const { sql, values } = statementOf(page.list, sample.company, page.parameters(sample));
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
    `EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) ${sql}`,
    [...values],
  );
  // The catalogue has a few rows for each company: it may be read in any way.
  const nodes = rows
    .flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => withPartsOf(Plan)))
    .filter((node) => node.Schema === 'records');
  const scanned = nodes.filter((node) => node['Node Type'] === 'Seq Scan');
  const wasted = nodes.reduce(
    (sum, node) => sum + (node['Rows Removed by Filter'] ?? 0) * (node['Actual Loops'] ?? 1),
    0,
  );
  return [
    ...scanned.map((node) => `${page.name}: sequential scan of ${node['Relation Name']}`),
    ...(wasted > (page.wastes ?? wastedAtMost) ? [`${page.name}: ${wasted} rows read for nothing`] : []),
  ];
}

const withPartsOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(withPartsOf)];
