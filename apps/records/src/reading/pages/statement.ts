import type { Order, Place } from './cursor';
import { type Belonging, peopleQueries, type PeopleQueries, peopleWanted } from './people';

/** A statement with its values, in order. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Puts a value into the statement and gives its place, `$1` and so on. */
export type Put = (value: unknown) => string;

/** A condition on a row called `t`, from the value of a parameter. */
export type Condition = (put: Put, value: never) => string;

/** How rows of one kind are found and shown. */
export interface List {
  readonly name: string;
  /** Where pages are looked up, as after `FROM`: the rows, with their `id`, are called `t`. */
  readonly table: string;
  /** What the token's company is compared with. */
  readonly owner: string;
  /** What the list is sorted by before `id`. */
  readonly sortedBy: { readonly expression: string; readonly as: 'time' | 'key' };
  readonly defaultOrder: Order;
  /** Only where rows are found by their people. */
  readonly people?: Belonging;
  /** Where what is shown of the rows of a page is read, by id, as `v`. */
  readonly view: string;
  readonly columns: readonly string[];
  /** By name of the parameter. */
  readonly conditions: Readonly<Record<string, Condition>>;
}

export interface PageWanted {
  readonly company: string;
  readonly order: Order;
  readonly limit: number;
  readonly after?: Place;
  /** Values of parameters by name: those with a condition, and `name`, `phone` and `email` of people. */
  readonly filters: Readonly<Record<string, unknown>>;
}

/**
 * One statement for one page and one row more, which tells whether another follows. First the place of the page is looked
 * up in one index, then its rows are read by id, one by one (`OFFSET 0` keeps PostgreSQL from joining whole tables where the
 * view joins more than it cares to reorder): what a page costs does not depend on how far down it is.
 */
export function pageStatement(list: List, wanted: PageWanted): Statement {
  const values: unknown[] = [];
  const put: Put = (value) => `$${values.push(value)}`;
  const conditions = [`${list.owner} = ${put(wanted.company)}`, ...conditionsOf(list, wanted, put)];
  const asked = peopleWanted(wanted.filters, put);
  const people = list.people && asked ? peopleQueries(list.people, asked) : undefined;
  const found = people ? pageOfPeople(list, wanted, conditions, people) : page(list, wanted, conditions);
  const ordered = `ORDER BY page.at ${wanted.order}, page.id ${wanted.order}`;
  const sql = `
    WITH ${people?.named ?? ''} page AS MATERIALIZED (${found})
    SELECT ${placeColumn(list)} AS "placeAt", row.*
    FROM page CROSS JOIN LATERAL (SELECT ${shown(list)} FROM ${list.view} v WHERE v.id = page.id OFFSET 0) AS row ${ordered}`;
  return { sql, values };
}

/** One row, if it is the company's. */
export function rowStatement(list: List, company: string, id: string, more: readonly string[] = []): Statement {
  const columns = [shown(list), ...more].join(', ');
  return { sql: `SELECT ${columns} FROM ${list.view} v WHERE v.id = $1 AND v.company = $2`, values: [id, company] };
}

function page(list: List, { order, limit }: PageWanted, conditions: readonly string[]): string {
  const { expression } = list.sortedBy;
  return `
    SELECT t.id, ${expression} AS at FROM ${list.table}
    WHERE ${conditions.join(' AND ')}
    ORDER BY ${expression} ${order}, t.id ${order} LIMIT ${limit + 1}`;
}

/**
 * Of few people no more than a page of each is looked at, in the person's own index. Where many have such a name, rows are
 * looked through in the order of the list until the page is full, which is soon. One of these ways is run.
 */
function pageOfPeople(
  list: List,
  wanted: PageWanted,
  conditions: readonly string[],
  { areFew, otherwise }: PeopleQueries,
): string {
  const { order, limit } = wanted;
  const ofPerson = page(list, wanted, [`${list.people?.column} = people.id`, ...conditions]);
  const others = otherwise.map(({ ifSo, isTheirs }) => page(list, wanted, [ifSo, ...conditions, isTheirs]));
  return `
    SELECT hit.id, hit.at FROM (
      (SELECT one.id, one.at FROM people CROSS JOIN LATERAL (${ofPerson}) AS one WHERE ${areFew})
      ${others.map((other) => `UNION ALL (${other})`).join('\n')}
    ) AS hit ORDER BY hit.at ${order}, hit.id ${order} LIMIT ${limit + 1}`;
}

function conditionsOf(list: List, { filters, after, order }: PageWanted, put: Put): string[] {
  const conditions = Object.entries(filters).flatMap(([name, value]) => {
    const condition = Object.hasOwn(list.conditions, name) ? list.conditions[name] : undefined;
    return condition !== undefined && value !== undefined ? [condition(put, value as never)] : [];
  });
  if (!after) return conditions;
  const { expression, as } = list.sortedBy;
  const place = `(${put(after.at)}::${as === 'time' ? 'timestamptz' : 'text'}, ${put(after.id)}::uuid)`;
  return [...conditions, `(${expression}, t.id) ${order === 'asc' ? '>' : '<'} ${place}`];
}

/** Finer than a Date: with milliseconds a page could begin with a row of the page before. */
function placeColumn({ sortedBy }: List): string {
  return sortedBy.as === 'key' ? 'page.at' : `to_char(page.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

const shown = ({ columns }: List): string => columns.map((column) => `v.${column}`).join(', ');
