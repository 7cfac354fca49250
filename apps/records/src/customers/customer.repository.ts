import type { EntityManager } from 'typeorm';
import type { CustomerOf } from '../transaction/reach';
import { type MappedTable, RowTable, versioned } from '../transaction/row-table.repository';
import { type Customer, newCustomer } from './customer';

export const customerTable: MappedTable<Customer> = {
  name: 'records.customers',
  key: 'id',
  alsoSet: versioned,
  columns: {
    id: 'value',
    company: 'value',
    phone: 'value',
    email: 'value',
    emailIsPlaceholder: 'value',
    emailFrom: 'value',
    name: 'value',
    nameFrom: 'value',
    anonymous: 'value',
    mergedInto: 'value',
    representedBy: 'value',
    mergeDecidedAt: 'value',
    mergeDecidedBy: 'value',
    recordedByMessage: 'value',
  },
};

/** Those with these ids, and those who are recognised by these keys. Every look-up names the company: a number may be known to many. */
export function selectCustomers(
  tx: EntityManager,
  ids: readonly string[],
  keys: readonly CustomerOf[],
): Promise<Customer[]> {
  const ofCallAlone = keys.flatMap(({ company, key }) => (key.kind === 'call' ? newCustomer(company, key, '').id : []));
  const phones = keys.flatMap(({ company, key }) => (key.kind === 'phone' ? [[company, key.phone] as const] : []));
  const emails = keys.flatMap(({ company, key }) => (key.kind === 'email' ? [[company, key.email] as const] : []));
  return new RowTable(tx, customerTable).where(
    `row.id = ANY ($1)
     OR (row.company, row.phone) IN (SELECT * FROM unnest($2::text[], $3::text[]))
     OR (row.company, lower(row.email)) IN (SELECT company, lower(email) FROM unnest($4::text[], $5::text[]) AS wanted (company, email))
        AND NOT row.email_is_placeholder`,
    [[...ids, ...ofCallAlone], ...columnsOf(phones), ...columnsOf(emails)],
  );
}

function columnsOf(pairs: readonly (readonly [string, string])[]): [string[], string[]] {
  return [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
}
