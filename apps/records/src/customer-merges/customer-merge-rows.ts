import type { Mergeable } from './merge-rule';

/** What follows a customer: rows that facts gave to that customer. */
export interface RowsOfCustomer {
  readonly calls: number;
  readonly appointments: number;
}

/** Customers as far as merges go. */
export interface CustomerMergeRows {
  /**
   * These customers and all that merges connect with them, opened; those that do not exist are left out. What facts gave to
   * them cannot change meanwhile.
   */
  openFamily(ids: readonly string[]): Promise<Mergeable[]>;
  /** Writes merges, and gives what facts gave to each of these customers to whoever stands for it now. */
  save(customers: readonly Mergeable[]): Promise<void>;
  /** How much facts gave to a customer, wherever it is now. */
  count(customerId: string): Promise<RowsOfCustomer>;
}
