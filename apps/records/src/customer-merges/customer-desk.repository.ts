import { type CustomerAtDesk, type ShowCustomers, uuidForm } from '@callbook/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { phoneNumber } from '../customers/phone-number';

/** Customers as people who merge them see them, to be asked outside any transaction. */
@Injectable()
export class CustomerDesk {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** By row id, number or e-mail address; those that were merged are found too. */
  find({ who, company }: Pick<ShowCustomers, 'who' | 'company'>): Promise<CustomerAtDesk[]> {
    const [condition, value] = byWhat(who.trim());
    return this.dataSource.query(
      `${customersAtDesk} WHERE ${condition} AND ($2::text IS NULL OR customer.company = $2)
       ORDER BY customer.company, customer.id LIMIT 20`,
      [value, company ?? null],
    );
  }

  async byId(customerId: string): Promise<CustomerAtDesk | null> {
    const [customer] = await this.find({ who: customerId, company: null });
    return customer ?? null;
  }
}

function byWhat(who: string): [condition: string, value: string] {
  if (uuidForm.test(who)) return ['customer.id = $1::uuid', who];
  if (who.includes('@')) return ['lower(customer.email) = lower($1)', who];
  return ['customer.phone = $1', phoneNumber(who) ?? who];
}

const customersAtDesk = `
  SELECT customer.id AS "customerId", customer.company, customer.name, customer.email,
         customer.email_is_placeholder AS "emailIsPlaceholder", customer.phone, customer.anonymous,
         customer.preferred_staff_id AS "preferredStaffId", customer.represented_by AS "mergedIntoId",
         ARRAY(SELECT id FROM records.customers WHERE represented_by = customer.id ORDER BY id) AS "mergedIds",
         (SELECT count(*)::integer FROM records.calls WHERE customer_id = customer.id) AS calls,
         (SELECT count(*)::integer FROM records.appointments WHERE customer_id = customer.id) AS appointments
  FROM records.customers customer`;
