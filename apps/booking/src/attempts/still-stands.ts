import type { BookingRequested } from '@callbook/contracts';
import type { ChainFact } from '../chains/chain-fact';
import type { ChangeAttempt } from './attempt';

/**
 * Whether somebody may be told that they hold the appointment already: it lives, starts when they want it, and nobody is about
 * to move or cancel it.
 */
export function stillStands(
  { status, start }: Pick<ChainFact, 'status' | 'start'>,
  wished: Pick<BookingRequested, 'start'>,
  openChanges: readonly ChangeAttempt[],
): boolean {
  const isAlive = status === 'accepted' || status === 'pending';
  return isAlive && Date.parse(start) === Date.parse(wished.start) && openChanges.length === 0;
}
