import type { EntityManager } from 'typeorm';
import type { CustomerRows } from '../transaction/records';
import { type Columns, RowTable } from '../transaction/row-table.repository';
import { type Customer, type CustomerKey, newCustomer } from './customer';

const columns: Columns<Customer> = {
  id: 'value',
  company: 'value',
  phone: 'value',
  email: 'value',
  emailIsPlaceholder: 'value',
  emailFrom: 'value',
  name: 'value',
  nameFrom: 'value',
  anonymous: 'value',
  recordedByMessage: 'value',
};

/** Customers in PostgreSQL. Every look-up names the company: a number may be known to many. */
export class PostgresCustomerRows implements CustomerRows {
  private readonly table: RowTable<Customer>;

  constructor(private readonly tx: EntityManager) {
    this.table = new RowTable(tx, 'records.customers', 'id', columns);
  }

  async open(company: string, key: CustomerKey, messageId: string): Promise<Customer> {
    const found = await this.find(company, key);
    if (found) return this.reopen(found);
    const first = newCustomer(company, key, messageId);
    // Somebody else may be making the same customer: then this waits for the other to end, and finds what it made.
    const inserted = await this.table.insert(first);
    return inserted ? first : this.reopen((await this.find(company, key)) ?? first.id);
  }

  reopen(id: string): Promise<Customer> {
    return this.table.reopen(id);
  }

  save(customer: Customer): Promise<void> {
    return this.table.save(customer, 'version = version + 1', 'updated_at = now()');
  }

  private async find(company: string, key: CustomerKey): Promise<string | undefined> {
    if (key.kind === 'call') return undefined;
    const condition =
      key.kind === 'phone' ? 'phone = $2' : 'lower(email) = lower($2) AND NOT email_is_placeholder AND NOT anonymous';
    const [row] = await this.tx.query<{ id: string }[]>(
      `SELECT id FROM records.customers WHERE company = $1 AND ${condition} ORDER BY id LIMIT 1`,
      [company, key.kind === 'phone' ? key.phone : key.email],
    );
    return row?.id;
  }
}
