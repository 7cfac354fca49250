import {
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MinLength,
} from 'class-validator';
import { companySlug } from '../values/company-slug';
import { NestedList } from '../values/nested';
import { ActRequest } from '../values/persons-act';

/** Somebody who may be meant; told where several may be, so that a person can choose. */
export class PossibleCustomer {
  @IsUUID()
  id: string;

  @Matches(companySlug)
  company: string;

  @IsInt()
  calls: number;

  @IsInt()
  appointments: number;
}

/** A booking that Cal.com keeps. */
export class BookingAtProvider {
  @IsString()
  uid: string;

  @IsOptional()
  @IsInt()
  bookingId: number | null;

  @IsISO8601({ strict: true })
  startsAt: string;

  /** Whether it is still to take place. */
  @IsBoolean()
  isUpcoming: boolean;
}

export const erasureResults = ['previewed', 'erased', 'erased_before', 'unknown', 'ambiguous', 'no_key'] as const;
export type ErasureResult = (typeof erasureResults)[number];

export class EraseCustomerReply {
  @IsIn(erasureResults)
  result: ErasureResult;

  @NestedList(() => PossibleCustomer)
  candidates: PossibleCustomer[];

  /** Rows by table: what is, or would be, erased or removed. */
  @IsObject()
  counts: Record<string, number>;

  /** What records cannot reach: to be deleted at the providers. */
  @IsString({ each: true })
  retellCallIds: string[];

  @NestedList(() => BookingAtProvider)
  calcomBookings: BookingAtProvider[];

  @IsOptional()
  @Matches(companySlug)
  company: string | null;

  /** Customers who may be the same person: appointments in the same calls, or the same address. */
  @IsUUID(undefined, { each: true })
  related: string[];

  @IsOptional()
  @IsUUID()
  erasureId: string | null;
}

/** Everything held of a person is erased. What `why` says is kept: no personal data of the customer in it. */
export class EraseCustomer extends ActRequest {
  static readonly query = 'records.query.erase-customer';
  static readonly reply = EraseCustomerReply;

  /** Id of the customer, E.164 number or e-mail address. */
  @IsString()
  @MinLength(3)
  customer: string;

  @IsOptional()
  @Matches(companySlug)
  company: string | null;

  @IsBoolean()
  dryRun: boolean;
}
