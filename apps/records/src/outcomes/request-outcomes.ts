import type { RequestOutcome, RequestOutcomeReply } from '@callbook/contracts';

/** What became of requests, to be asked outside any transaction. */
export abstract class RequestOutcomes {
  /**
   * A round that ended in an appointment which lives answers every repetition of its request key, and the function calls
   * that joined it; any other outcome answers only the function calls that took part in it, for a later one opens a new round.
   */
  abstract find(request: RequestOutcome): Promise<RequestOutcomeReply>;
}
