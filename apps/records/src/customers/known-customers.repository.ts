import type { CustomerOfNumber, KnownCustomer } from '@callbook/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock/clock';
import { phoneNumber } from './phone-number';

/** Who is known by which number, to be asked outside any transaction. */
@Injectable()
export class KnownCustomers {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Null when nobody of this company has the number, or when it is none. */
  async find({ company, number }: CustomerOfNumber): Promise<KnownCustomer | null> {
    const phone = phoneNumber(number);
    if (!phone) return null;
    const [row] = await this.dataSource.query<KnownCustomer[]>(customerOfNumber, [company, phone, this.clock.now()]);
    return row ?? null;
  }
}

/**
 * A number belongs to one customer of a company at most, who may have been merged into another. Exported so that a test can
 * look at how it is run.
 */
export const customerOfNumber = `
  SELECT coalesce(customer.represented_by, customer.id) AS "customerId",
         coalesce((SELECT name FROM records.customers WHERE id = customer.represented_by), customer.name) AS name,
         EXISTS (SELECT FROM records.appointments appointment
                 WHERE appointment.customer_id = coalesce(customer.represented_by, customer.id) AND appointment.status IN ('pending', 'confirmed')
                   AND appointment.starts_at > $3) AS "hasUpcomingAppointments"
  FROM records.customers customer
  WHERE customer.company = $1 AND customer.phone = $2`;
