import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { companySlug } from '../values/company-slug';
import { NestedList, NestedOrNull } from '../values/nested';
import { ActRequest } from '../values/persons-act';

/**
 * Why a merge or its undoing is refused. `already_merged_elsewhere`: it was merged into another one. `into_is_merged`: the
 * one to go on was itself merged. `has_merged`: others were merged into it, so merging it would make a chain.
 */
export const customerActRefusals = [
  'customer_unknown',
  'into_unknown',
  'same_customer',
  'other_company',
  'already_merged_elsewhere',
  'into_is_merged',
  'has_merged',
] as const;
export type CustomerActRefusal = (typeof customerActRefusals)[number];

/** A customer as a person who acts on it needs to see it. */
export class CustomerAtDesk {
  @IsUUID()
  customerId: string;

  @IsString()
  company: string;

  @IsOptional()
  @IsString()
  name: string | null;

  @IsOptional()
  @IsString()
  email: string | null;

  /** The address was made up because nobody said one. */
  @IsBoolean()
  emailIsPlaceholder: boolean;

  @IsOptional()
  @IsString()
  phone: string | null;

  /** Called with a withheld number: stands for one call. */
  @IsBoolean()
  anonymous: boolean;

  @IsOptional()
  @IsUUID()
  preferredStaffId: string | null;

  /** The customer this one was merged into; null when it stands for itself. */
  @IsOptional()
  @IsUUID()
  mergedIntoId: string | null;

  /** Customers that were merged into this one. */
  @IsUUID(undefined, { each: true })
  mergedIds: string[];

  @IsInt()
  @Min(0)
  calls: number;

  @IsInt()
  @Min(0)
  appointments: number;
}

/** `unchanged`: it was so already. `possible`: the answer to a dry run. */
export class CustomerActReply {
  @IsIn(['done', 'unchanged', 'possible', 'refused'])
  result: 'done' | 'unchanged' | 'possible' | 'refused';

  @IsOptional()
  @IsIn(customerActRefusals)
  refusal: CustomerActRefusal | null;

  /** As it is now; null when it is not known. */
  @NestedOrNull(() => CustomerAtDesk)
  customer: CustomerAtDesk | null;

  /** The one it is to be merged into, or was merged into before; null when there is none. */
  @NestedOrNull(() => CustomerAtDesk)
  into: CustomerAtDesk | null;

  /** Calls the act moves. */
  @IsInt()
  @Min(0)
  movedCalls: number;

  @IsInt()
  @Min(0)
  movedAppointments: number;
}

/** Makes one customer of two: `customerId` ends in `intoId`. */
export class MergeCustomers extends ActRequest {
  static readonly query = 'records.query.merge-customers';
  static readonly reply = CustomerActReply;

  @IsUUID()
  customerId: string;

  @IsUUID()
  intoId: string;

  /** Says what would be, and does nothing. */
  @IsBoolean()
  dryRun: boolean;
}

/** Takes a merge back. */
export class UnmergeCustomer extends ActRequest {
  static readonly query = 'records.query.unmerge-customer';
  static readonly reply = CustomerActReply;

  @IsUUID()
  customerId: string;

  /** Says what would be, and does nothing. */
  @IsBoolean()
  dryRun: boolean;
}

export class CustomersAtDeskReply {
  /** At most 20, by company and id. */
  @NestedList(() => CustomerAtDesk)
  customers: CustomerAtDesk[];
}

/** Customers by row id, E.164 number or e-mail address, those that were merged included. */
export class ShowCustomers {
  static readonly query = 'records.query.show-customers';
  static readonly reply = CustomersAtDeskReply;

  @IsString()
  @MinLength(1)
  @MaxLength(320)
  who: string;

  /** Null: of every company. */
  @IsOptional()
  @Matches(companySlug)
  company: string | null;
}
