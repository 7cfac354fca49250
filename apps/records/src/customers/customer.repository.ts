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
  const byId = keys.flatMap(({ company, key }) => (key.kind === 'phone' ? [] : newCustomer(company, key, '').id));
  const phones = keys.flatMap(({ company, key }) => (key.kind === 'phone' ? [[company, key.phone] as const] : []));
  return new RowTable(tx, customerTable).where(
    `row.id = ANY ($1::uuid[] || ARRAY(
       SELECT id FROM unnest($2::text[], $3::text[]) AS asked (company, phone) JOIN records.customers USING (company, phone)))`,
    [[...ids, ...byId], phones.map(([company]) => company), phones.map(([, phone]) => phone)],
  );
}
