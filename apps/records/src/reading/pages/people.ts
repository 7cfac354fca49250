import type { Put } from './statement';

/** How customers are searched: what is asked of a row of `records.customers` called `p`. The company is always `$1`. */
interface Search {
  /** As an index answers it. */
  readonly indexed: (value: string) => string;
  /** The same, of a row at hand, without taking its name apart. */
  readonly direct: (value: string) => string;
}

const phone = (value: string) => `p.phone = ${value}`;
const email = (value: string) => `lower(p.email) = ${value} AND NOT p.email_is_placeholder`;
const ofCompany = (search: (value: string) => string) => (value: string) => `p.company = $1 AND ${search(value)}`;

const searches: Readonly<Record<'name' | 'phone' | 'email', Search>> = {
  name: {
    // The words hold the company. As a condition of its own all its customers would be looked through, to see who of them is meant.
    indexed: (value) =>
      `(p.company = $1) IS TRUE AND records.name_words(p.company, p.name) @@ records.name_query($1, ${value})`,
    direct: (value) => `records.folded_name(p.name) ~ ALL (ARRAY(
      SELECT '(^|[[:space:]!-/:-@[-_{-~])' || substr(word, 2) FROM unnest(tsvector_to_array(records.name_words('', ${value}))) AS word))`,
  },
  phone: { indexed: ofCompany(phone), direct: phone },
  email: { indexed: ofCompany(email), direct: email },
};

export interface PeopleWanted {
  readonly indexed: string;
  readonly direct: string;
}

/** Undefined when nobody is asked for. */
export function peopleWanted(filters: Readonly<Record<string, unknown>>, put: Put): PeopleWanted | undefined {
  const asked = Object.entries(searches).flatMap(([name, search]) =>
    filters[name] === undefined ? [] : [{ search, value: put(filters[name]) }],
  );
  if (asked.length === 0) return undefined;
  return {
    indexed: asked.map(({ search, value }) => search.indexed(value)).join(' AND '),
    direct: asked.map(({ search, value }) => search.direct(value)).join(' AND '),
  };
}

/** How rows of a list belong to people. */
export interface Belonging {
  /** The column of the row, called `t`. */
  readonly column: string;
  /** Whether those who were merged are found as whoever stands for them, whose id stands there; else as themselves. */
  readonly merged: boolean;
}

/** So many people are looked at one by one. */
const few = 500;
/** So many are gathered. Of more, so many rows fit that it is quicker to look at the customer of one row after the other. */
const several = 10_000;

export interface PeopleQueries {
  /** What comes before the page in `WITH`. */
  readonly named: string;
  /** True when people are few: then a page of each of `people` is soon looked up. */
  readonly areFew: string;
  /** The other ways to look through a list in its order: whether it is the one to go, and whether a row called `t` is one of theirs. */
  readonly otherwise: readonly { readonly ifSo: string; readonly isTheirs: string }[];
}

/**
 * People are counted, not estimated: the planner would take a sequence of rows for a short one whenever it thinks that most of
 * them fit. Scalar subqueries, `OFFSET 0` and `IS TRUE` keep it from making a join, or a hash table of all customers, of a look at one.
 */
export function peopleQueries({ column, merged }: Belonging, { indexed, direct }: PeopleWanted): PeopleQueries {
  const themselves = `coalesce((SELECT ${direct} FROM records.customers p WHERE p.id = ${column}), false)`;
  const earlier = `EXISTS (SELECT FROM records.customers p WHERE p.represented_by = ${column} AND ${direct} OFFSET 0)`;
  return {
    named: `
      found AS MATERIALIZED (
        SELECT ${merged ? 'coalesce(p.represented_by, p.id)' : 'p.id'} AS id FROM records.customers p
        WHERE ${indexed} LIMIT ${several + 1}),
      people AS MATERIALIZED (SELECT DISTINCT id FROM found),
      counted AS MATERIALIZED (SELECT count(*) AS people FROM found),`,
    areFew: `(SELECT people <= ${few} FROM counted)`,
    otherwise: [
      {
        ifSo: `(SELECT people > ${few} AND people <= ${several} FROM counted)`,
        isTheirs: `(${column} IN (SELECT found.id FROM found)) IS TRUE`,
      },
      {
        ifSo: `(SELECT people > ${several} FROM counted)`,
        isTheirs: merged ? `(${themselves} OR ${earlier})` : themselves,
      },
    ],
  };
}
