import type { EntityManager } from 'typeorm';
import type { CustomerMergeRows, RowsOfCustomer } from './customer-merge-rows';
import type { Mergeable } from './merge-rule';

/** Merges of customers in PostgreSQL. */
export class PostgresCustomerMergeRows implements CustomerMergeRows {
  constructor(private readonly tx: EntityManager) {}

  /**
   * Calls before customers, as everybody locks: whoever writes about one of these calls would wait for us otherwise, and we
   * for it. No keys change, so rows that refer to a customer may be written meanwhile.
   */
  async openFamily(ids: readonly string[]): Promise<Mergeable[]> {
    const family = await this.tx.query<{ id: string }[]>(familyOf, [ids]);
    const all = [...new Set([...ids, ...family.map(({ id }) => id)])];
    await this.tx.query(lockCalls, [all]);
    await this.tx.query('SELECT FROM records.customers WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE', [all]);
    // Merged meanwhile with others: those are needed too.
    const now = (await this.tx.query<{ id: string }[]>(familyOf, [ids])).map(({ id }) => id);
    if (now.some((id) => !all.includes(id))) return this.openFamily([...all, ...now]);
    return this.tx.query<Mergeable[]>(
      `SELECT id, company, merged_into AS "mergedInto", represented_by AS "representedBy",
              merge_decided_at AS "mergeDecidedAt", merge_decided_by AS "mergeDecidedBy"
       FROM records.customers WHERE id = ANY ($1) ORDER BY id`,
      [all],
    );
  }

  async save(customers: readonly Mergeable[]): Promise<void> {
    if (customers.length === 0) return;
    const given = [
      customers.map(({ id }) => id),
      customers.map(({ mergedInto }) => mergedInto),
      customers.map(({ representedBy }) => representedBy),
      customers.map(({ mergeDecidedAt }) => mergeDecidedAt),
      customers.map(({ mergeDecidedBy }) => mergeDecidedBy),
    ];
    await this.tx.query(
      `UPDATE records.customers customer
       SET merged_into = given.merged_into, represented_by = given.represented_by, merge_decided_at = given.decided_at,
           merge_decided_by = given.decided_by, version = version + 1, updated_at = now()
       FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::uuid[]) AS given (id, merged_into, represented_by, decided_at, decided_by)
       WHERE customer.id = given.id`,
      given,
    );
    for (const table of ['calls', 'appointments']) await this.tx.query(follow(table), given.slice(0, 1));
  }

  async count(customerId: string): Promise<RowsOfCustomer> {
    const [row] = await this.tx.query<RowsOfCustomer[]>(
      `SELECT (SELECT count(*) FROM records.calls row WHERE ${isOf('$1')})::integer AS calls,
              (SELECT count(*) FROM records.appointments row WHERE ${isOf('$1')})::integer AS appointments`,
      [customerId],
    );
    return row as RowsOfCustomer;
  }
}

/** Whether facts gave `row` to this customer. */
function isOf(customer: string): string {
  return `(row.merged_customer_id = ${customer} OR (row.customer_id = ${customer} AND row.merged_customer_id IS NULL))`;
}

/** Both ways along the merges, from the given ones. */
const familyOf = `
  WITH RECURSIVE family (id, merged_into) AS (
    SELECT id, merged_into FROM records.customers WHERE id = ANY ($1)
    UNION
    SELECT other.id, other.merged_into FROM family
    JOIN records.customers other ON other.id = family.merged_into OR other.merged_into = family.id)
  SELECT id FROM family`;

const lockCalls = `
  SELECT FROM records.calls WHERE customer_id = ANY ($1) OR merged_customer_id = ANY ($1) ORDER BY id FOR NO KEY UPDATE`;

/** Every row is with whoever stands for its customer now. */
function follow(table: string): string {
  return `
    UPDATE records.${table} row
    SET customer_id = coalesce(told.represented_by, told.id),
        merged_customer_id = CASE WHEN told.represented_by IS NOT NULL THEN told.id END,
        version = row.version + 1, updated_at = now()
    FROM records.customers told
    WHERE told.id = ANY ($1) AND ${isOf('told.id')}
      AND row.customer_id <> coalesce(told.represented_by, told.id)`;
}
