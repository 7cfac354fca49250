import { IsIn, IsObject, IsOptional, IsString, Matches, MinLength } from 'class-validator';
import { companySlug } from '../values/company-slug';
import { NestedList } from '../values/nested';
import { PossibleCustomer } from './erase-customer.query';

export class ExportCustomerReply {
  @IsIn(['found', 'unknown', 'ambiguous'])
  result: 'found' | 'unknown' | 'ambiguous';

  @NestedList(() => PossibleCustomer)
  candidates: PossibleCustomer[];

  @IsOptional()
  @Matches(companySlug)
  company: string | null;

  /** By which others know the person's calls and bookings. */
  @IsString({ each: true })
  retellCallIds: string[];

  @IsString({ each: true })
  uids: string[];

  /** Rows by table. */
  @IsObject()
  document: Record<string, unknown>;
}

/** Everything records holds of a person. */
export class ExportCustomer {
  static readonly query = 'records.query.export-customer';
  static readonly reply = ExportCustomerReply;

  /** Id of the customer, E.164 number or e-mail address. */
  @IsString()
  @MinLength(3)
  customer: string;

  @IsOptional()
  @Matches(companySlug)
  company: string | null;
}
