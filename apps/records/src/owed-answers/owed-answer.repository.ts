import type { EntityManager } from 'typeorm';
import type { OwedAnswerRows } from '../transaction/records';
import { type Columns, RowTable } from '../transaction/row-table.repository';
import type { KeptOwedAnswer } from './keep-owed-answers';

const columns: Columns<KeptOwedAnswer> = {
  id: 'value',
  company: 'value',
  callId: 'value',
  requestId: 'value',
  operation: 'value',
  outcome: 'value',
  reason: 'value',
  appointmentId: 'value',
  saidAt: 'value',
  owedSince: 'value',
  settledAt: 'value',
  settledBy: 'value',
};

/** What callers are owed, in PostgreSQL, as one transaction sees it. */
export class PostgresOwedAnswerRows implements OwedAnswerRows {
  private readonly table: RowTable<KeptOwedAnswer>;

  constructor(private readonly tx: EntityManager) {
    this.table = new RowTable(tx, 'records.owed_answers', 'id', columns);
  }

  async ofCall(callId: string): Promise<KeptOwedAnswer[]> {
    return (await this.table.where('callId', callId)).filter(({ requestId }) => requestId !== null);
  }

  async put(answer: KeptOwedAnswer): Promise<void> {
    if (!(await this.table.insert(answer))) await this.table.save(answer);
  }

  async remove(id: string): Promise<void> {
    await this.tx.query('DELETE FROM records.owed_answers WHERE id = $1', [id]);
  }
}
