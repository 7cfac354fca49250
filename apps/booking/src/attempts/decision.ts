import type {
  BackQuestion,
  BookingCancelRequested,
  BookingRequested,
  BookingRescheduleRequested,
} from '@callbook/contracts';
import type { Attempt, BookingAttempt } from './attempt';

export type RequestData = BookingRequested | BookingRescheduleRequested | BookingCancelRequested;

/** What a function call means among the other wishes of its call. */
export type Decision =
  /** The same as that round: its outcome is the answer. `wantedAgain`: the caller had withdrawn it. */
  | { readonly kind: 'join'; readonly attempt: Attempt; readonly wantedAgain: boolean }
  /**
   * A new round of `request`. `withdraws`: rounds the caller no longer wants. `replaces`: rounds that end once this one has
   * booked. `givenUp`: the caller had given this wish up before it came; it ends as soon as it is opened.
   */
  | {
      readonly kind: 'open';
      readonly request: RequestData;
      readonly round: number;
      readonly withdraws: readonly Attempt[];
      readonly replaces: readonly BookingAttempt[];
      readonly givenUp?: true;
    }
  /** The caller no longer wants that round; how it ends is the answer. */
  | { readonly kind: 'withdraw'; readonly attempt: BookingAttempt }
  /** Not taken up before the caller has said what is meant. */
  | { readonly kind: 'ask_back'; readonly question: BackQuestion; readonly about: BookingAttempt }
  /** A change of something that is not there, or that the caller has asked for again since. */
  | {
      readonly kind: 'nothing_to_change';
      readonly round: number;
      readonly reason: 'appointment_unknown' | 'superseded';
    }
  /** It means a round that is being undone: decide again when that is done. */
  | { readonly kind: 'wait' };
