import { IsBoolean, IsOptional, IsString, IsUUID, Matches } from 'class-validator';
import { companySlug } from '../values/company-slug';
import { NestedOrNull } from '../values/nested';

/** A customer, as much as a caller may be told on the strength of a number. */
export class KnownCustomer {
  @IsUUID()
  customerId: string;

  /** Foreign text; whoever speaks it cuts it. */
  @IsOptional()
  @IsString()
  name: string | null;

  @IsBoolean()
  hasUpcomingAppointments: boolean;
}

export class CustomerReply {
  /** Null when nobody, or more than one person, has the number. */
  @NestedOrNull(() => KnownCustomer)
  customer: KnownCustomer | null;
}

/** Whose number it is. */
export class CustomerOfNumber {
  static readonly query = 'records.query.customer-of-number';
  static readonly reply = CustomerReply;

  @Matches(companySlug)
  company: string;

  /** E.164. */
  @IsString()
  number: string;
}
