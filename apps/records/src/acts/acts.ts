import type { CustomerMergeRows } from '../customer-merges/customer-merge-rows';
import type { NoteRows } from '../notes/note-rows';
import type { Message, RecordsTransaction } from '../transaction/records';

/** What an act of a person may touch besides what messages do. */
export interface ActTransaction extends RecordsTransaction {
  readonly notes: NoteRows;
  readonly merges: CustomerMergeRows;
}

/** The system of record, for what people decide. */
export abstract class Acts {
  /**
   * Runs `work` once for each act, in one transaction with the memory of it: the event that tells of the act, and comes back
   * from the broker, is known already then. What `work` throws takes all of it back. After a deadlock it is run again.
   */
  abstract once(message: Message, work: (tx: ActTransaction) => Promise<void>): Promise<void>;
}

/** Ends the transaction of an act that changes nothing, so that nothing of it is kept, and says why. */
export class NotDone<Why> extends Error {
  override readonly name = 'NotDone';

  constructor(readonly why: Why) {
    super('the act changes nothing');
  }
}

/** What became of an act: done, unless `work` says why not; undefined when the same act was done before. */
export async function outcomeOf<Done, Why>(
  acts: Acts,
  message: Message,
  work: (tx: ActTransaction) => Promise<Done>,
): Promise<{ readonly done: Done } | { readonly why: Why } | undefined> {
  let outcome: { readonly done: Done } | undefined;
  try {
    await acts.once(message, async (tx) => {
      outcome = { done: await work(tx) };
    });
  } catch (error) {
    if (error instanceof NotDone) return { why: error.why as Why };
    throw error;
  }
  return outcome;
}
