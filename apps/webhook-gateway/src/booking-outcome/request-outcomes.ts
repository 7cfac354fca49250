import type { Outcome, Waiting } from './outcome';

/** What records knows about a request. */
export abstract class RequestOutcomes {
  /**
   * Undefined when nothing is known yet, or when records did not reply in time: then an event, or the next question, tells.
   * Never rejects.
   */
  abstract outcomeOf(waiting: Waiting, options: { timeoutMs: number }): Promise<Outcome | undefined>;
}
