import { IsUUID } from 'class-validator';
import { PersonsAct } from '../values/persons-act';

/** A person decided that two customers are one: calls, appointments and later facts of the one go to the other. */
export class CustomerMerged extends PersonsAct {
  static readonly type = 'customer.merged.v1';
  static readonly publisher = 'records';
  static readonly consumers = ['records.customer-merged'];
  static subjectOf = (data: CustomerMerged): string => data.customerId;

  /** The one that ends; it stays, pointing to the other. */
  @IsUUID()
  customerId: string;

  /** The one that goes on. */
  @IsUUID()
  intoId: string;
}
