import type { ErasedPeople } from '@callbook/database';
import type { EntityManager } from 'typeorm';
import { type ActTransaction, Acts } from '../acts/acts';
import { watchedActs } from '../acts/watched-acts';
import { PostgresCustomerMergeRows } from '../customer-merges/customer-merge.repository';
import { PostgresNoteRows } from '../notes/note.repository';
import type { Patience } from '../owed-answers/owed-in-time';
import { type Message, Records, type RecordsTransaction } from '../transaction/records';
import type { WorkingSet } from '../transaction/working-set';
import { transactionOver } from '../transaction/working-transaction';
import type { Rehearsed } from './prediction';

/** What a rehearsal plays on: one transaction that is going to be rolled back. */
export interface Scene {
  readonly tx: EntityManager;
  readonly set: WorkingSet;
  /** Messages that are handled, by `queue id`. */
  readonly handled: ReadonlySet<string>;
  /** Those that this rehearsal has handled. */
  readonly played: Set<string>;
  readonly erased: ErasedPeople;
  readonly patience: Patience;
}

/** The record for a rehearsal: each message sees what those before it did. What it did is in `seen`. */
export class RehearsedRecords extends Records {
  seen: Rehearsed | undefined;

  constructor(private readonly scene: Scene) {
    super();
  }

  async once(message: Message, work: (tx: RecordsTransaction) => Promise<void>): Promise<void> {
    const { tx, set, erased, patience } = this.scene;
    const { reach = {} } = message;
    this.seen = known(this.scene, message);
    if (this.seen) return;
    if ((await erased.among(tx, reach.people ?? [])).size > 0) {
      this.seen = { kind: 'erased' };
      return;
    }
    await set.fetch(reach);
    await work(transactionOver(set, patience));
    this.seen = { kind: 'done', effect: set.effect() };
    this.scene.played.add(keyOf(message));
  }
}

/** The same for what people decided. */
export class RehearsedActs extends Acts {
  seen: Rehearsed | undefined;

  constructor(private readonly scene: Scene) {
    super();
  }

  async once(message: Message, work: (tx: ActTransaction) => Promise<void>): Promise<void> {
    const { tx, set, patience } = this.scene;
    this.seen = known(this.scene, message);
    if (this.seen) return;
    const { lines, ...rows } = watchedActs({
      notes: new PostgresNoteRows(tx),
      merges: new PostgresCustomerMergeRows(tx),
    });
    await work({ ...transactionOver(set, patience), ...rows });
    this.seen = { kind: 'done', effect: [...set.effect(), ...lines].sort() };
    this.scene.played.add(keyOf(message));
  }
}

const keyOf = ({ id, queue }: Message): string => `${queue} ${id.toLowerCase()}`;

/** What failed here is not remembered: the next copy is handled. */
function known({ handled, played }: Scene, message: Message): Rehearsed | undefined {
  if (handled.has(keyOf(message))) return { kind: 'handled_before' };
  return played.has(keyOf(message)) ? { kind: 'repeated' } : undefined;
}
