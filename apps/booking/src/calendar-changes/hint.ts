import type { BookingStatus } from '@callbook/contracts';
import type { KnownChain } from '../chains/chains';

/** Looks owed for one uid: all hints that came since the last look, as one. */
export interface Hint {
  readonly company: string;
  readonly uid: string;
  /** The booking this one replaced, by the hint. */
  readonly previousUid: string | null;
  readonly trigger: string;
  /** The furthest state a hint told; null when none told one. */
  readonly expectedStatus: BookingStatus | null;
  /** Whether a hint told too little to be compared with what is known. */
  readonly mustLook: boolean;
  /** The message that brought the last of them: a look ends only the hints it has seen. */
  readonly messageId: string;
  /** Looks after which the calendar did not show yet what the hint told. */
  readonly looks: number;
  /** Looks that could not be made. */
  readonly failures: number;
}

/** A booking only goes forward through its states, whatever order hints come in; from the last two nothing leads on. */
export const statusesInOrder = ['pending', 'accepted', 'cancelled', 'rejected'] as const satisfies BookingStatus[];

/** Whether a state is the one told, or one beyond it. */
export function hasReached(status: BookingStatus, expected: BookingStatus | null): boolean {
  if (expected === null || status === 'cancelled' || status === 'rejected') return true;
  return statusesInOrder.indexOf(status) >= statusesInOrder.indexOf(expected);
}

/** Whether what was published of the chain already covers the hint, so that there is nothing to look for. */
export function isKnown(
  hint: Pick<Hint, 'uid' | 'expectedStatus' | 'mustLook'>,
  chain: KnownChain | undefined,
): boolean {
  if (!chain || hint.mustLook) return false;
  // A booking that was moved away from has ended: nothing more can happen to it.
  const current = [chain.currentUid, ...chain.fact.segments.map(({ uid }) => uid)];
  return !current.includes(hint.uid) || hasReached(chain.fact.status, hint.expectedStatus);
}
