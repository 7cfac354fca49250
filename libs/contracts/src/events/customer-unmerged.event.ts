import { IsUUID } from 'class-validator';
import { PersonsAct } from '../values/persons-act';

/** A person took a merge back: what it moved, and what came for that customer since, belongs to that customer again. */
export class CustomerUnmerged extends PersonsAct {
  static readonly type = 'customer.unmerged.v1';
  static readonly publisher = 'records';
  static readonly consumers = ['records.customer-unmerged'];
  static subjectOf = (data: CustomerUnmerged): string => data.customerId;

  @IsUUID()
  customerId: string;

  /** The one it had been merged into. */
  @IsUUID()
  previousIntoId: string;
}
