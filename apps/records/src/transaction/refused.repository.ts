import { sqlState } from '@callbook/database';
import { PermanentError } from '@callbook/messaging/failure';
import { QueryFailedError } from 'typeorm';

/** Classes of SQLSTATE that are about what was written, and not about the database or the way to it. */
const aboutTheRows = /^(0A|2[1-7]|40|42|44|54|P0)/;

/** A row that was thought new is there: somebody who does not wait for our locks has made it, and it is found next time. */
export function isMadeMeanwhile(error: unknown): boolean {
  return sqlState(error) === '23505';
}

/**
 * Whether a transaction failed for what was to be written: then a part of it may still be right. A database that is away,
 * full or shutting down refuses each part as well.
 */
export function isRefused(error: unknown): boolean {
  if (error instanceof QueryFailedError) return aboutTheRows.test(sqlState(error) ?? '');
  return error instanceof PermanentError || error instanceof TypeError || error instanceof RangeError;
}
