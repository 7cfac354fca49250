import type { Event } from '@callbook/contracts';
import {
  type Appointment,
  type Call,
  type Message,
  type Outcome,
  Records,
  type RecordsTransaction,
  transactionOver,
  usualPatience,
  WorkingSet,
} from '@callbook/records/use-cases';
import { InMemoryRows } from './in-memory-rows';
import type { Table } from './table';

/** The record without a database: its real working set over rows in memory. Transactions run one after the other. */
export class InMemoryRecords extends Records {
  private readonly rows = new InMemoryRows();
  private readonly inbox = new Set<string>();

  constructor(private readonly publish: (events: readonly Event<object>[]) => void) {
    super();
  }

  get calls(): Table<Call> {
    return this.rows.callTable;
  }

  get appointments(): Table<Appointment> {
    return this.rows.appointmentTable;
  }

  get outcomes(): Table<Outcome> {
    return this.rows.outcomeTable;
  }

  async once({ id, queue, reach = {} }: Message, work: (tx: RecordsTransaction) => Promise<void>): Promise<void> {
    const key = `${queue}/${id}`;
    if (this.inbox.has(key)) return;
    const set = new WorkingSet(this.rows);
    await set.fetch(reach);
    await work(transactionOver(set, usualPatience));
    await this.rows.write(set.changes());
    this.inbox.add(key);
    this.publish(set.events);
  }

  /** Calls whose caller may be owed something by now, longest due first. */
  due(now: Date, atMost: number): string[] {
    return this.waitingCalls()
      .filter(({ dueMs }) => dueMs <= now.getTime())
      .slice(0, atMost)
      .map(({ id }) => id);
  }

  /** Epoch milliseconds; undefined when no call is waited for. */
  get nextDueAt(): number | undefined {
    return this.waitingCalls()[0]?.dueMs;
  }

  private waitingCalls(): { id: string; dueMs: number }[] {
    const calls = this.calls
      .all()
      .flatMap(({ id, owedDueAt }) => (owedDueAt ? { id, dueMs: owedDueAt.getTime() } : []));
    return calls.sort((a, b) => a.dueMs - b.dueMs);
  }
}
