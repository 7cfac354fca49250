import type { BookingRequested } from '@callbook/contracts';
import { isLive } from '../calendar/is-live';
import type { ChainFact } from '../chains/chain-fact';
import type { ChangeAttempt } from './attempt';

/**
 * Whether somebody may be told that they hold the appointment already: it lives, starts when they want it, and nobody is about
 * to move or cancel it.
 */
export function stillStands(
  fact: Pick<ChainFact, 'status' | 'start'>,
  wished: Pick<BookingRequested, 'start'>,
  openChanges: readonly ChangeAttempt[],
): boolean {
  return isLive(fact) && Date.parse(fact.start) === Date.parse(wished.start) && openChanges.length === 0;
}
