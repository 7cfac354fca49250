import { currentCorrelation } from '@callbook/observability';
import { Inbox, Outbox } from '@callbook/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { PostgresCustomerMergeRows } from '../customer-merges/customer-merge.repository';
import { PostgresNoteRows } from '../notes/note.repository';
import { Patience, usualPatience } from '../owed-answers/owed-in-time';
import type { Message } from '../transaction/records';
import { reportReplayed } from '../transaction/replayed-messages.repository';
import { StoredRows } from '../transaction/stored-rows.repository';
import { WorkingSet } from '../transaction/working-set';
import { transactionOver } from '../transaction/working-transaction';
import { Acts, type ActTransaction } from './acts';
import { watchedActs } from './watched-acts';

/** Acts in PostgreSQL: each in a transaction of its own. */
@Injectable()
export class PostgresActs extends Acts {
  constructor(
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Patience) private readonly patience: Patience = usualPatience,
  ) {
    super();
  }

  async once({ id, queue }: Message, work: (tx: ActTransaction) => Promise<void>): Promise<void> {
    await this.inbox.once({ id, queue }, async (tx) => {
      const store = new StoredRows(tx);
      const set = new WorkingSet(store);
      const { notes, merges, lines } = watchedActs({
        notes: new PostgresNoteRows(tx),
        merges: new PostgresCustomerMergeRows(tx),
      });
      set.begin();
      await work({ ...transactionOver(set, this.patience), notes, merges });
      const { replayId, isFromHistory = false } = currentCorrelation() ?? {};
      const effect = [...set.effect(), ...lines].sort();
      await store.write(set.changes());
      await this.outbox[isFromHistory ? 'addSent' : 'add'](tx, ...set.events);
      if (replayId) await reportReplayed(tx, [{ id, queue, replayId, effect }]);
    });
  }
}
