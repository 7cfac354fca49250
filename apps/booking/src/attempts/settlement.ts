import type { Alternative, RefusalReason, UnresolvedReason } from '@callbook/contracts';
import type { ChainReading } from '../chains/chains';
import type { AttemptState } from './attempt';

/** How a round ends. A fact's revision is given where it is stored, under the chain's lock. */
export type Settlement =
  /** It has its booking. */
  | { readonly kind: 'booked'; readonly reading: ChainReading }
  /** The appointment is as the caller wanted it changed, by us or already. */
  | { readonly kind: 'changed'; readonly reading: ChainReading }
  /** The person holds that very appointment already. */
  | { readonly kind: 'already_booked'; readonly calcomUid: string }
  /** Nothing was booked or changed, for certain. */
  | {
      readonly kind: 'refused';
      readonly reason: RefusalReason;
      readonly providerText: string | null;
      readonly alternatives: readonly Alternative[];
    }
  /** A person has to look. */
  | { readonly kind: 'unresolved'; readonly reason: UnresolvedReason; readonly providerText: string | null };

/** The state a settlement leads to. */
export function settledState(settlement: Settlement): AttemptState {
  switch (settlement.kind) {
    case 'booked':
      return settlement.reading.fact.status === 'pending' ? 'awaiting_confirmation' : 'booked';
    case 'unresolved':
      return settlement.reason === 'compensation_stuck' ? 'compensation_stuck' : 'unresolved';
    default:
      return settlement.kind;
  }
}

/** The uid of the booking a round was settled with. */
export function settledUid(settlement: Settlement): string | null {
  switch (settlement.kind) {
    case 'booked':
    case 'changed':
      return settlement.reading.fact.calcomUid;
    case 'already_booked':
      return settlement.calcomUid;
    default:
      return null;
  }
}
