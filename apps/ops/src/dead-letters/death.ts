import type { ReadLetter } from './dead-letter';
import type { Cause } from './letter-ids';

/** A letter as its writer sees it. */
export interface Death {
  /** The same for the same death; another one where it is known that it is not the one of the same id. */
  readonly id: string;
  readonly digest: string;
  readonly cause: Cause;
  readonly letter: ReadLetter;
  readonly deadAt: Date;
}

/** What makes two letters the same message. A message id alone does not: who sends none of ours may send one for all. */
export const messageKey = ({ letter, digest }: Death): string =>
  JSON.stringify([letter.queue, letter.messageId, digest]);
