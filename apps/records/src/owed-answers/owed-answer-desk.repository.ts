import {
  CallOwedAnswerSettled,
  createEvent,
  derivedId,
  type Event,
  type SettleOwedAnswer,
  type SettleOwedAnswerReply,
} from '@callbook/contracts';
import { inTransaction } from '@callbook/database';
import { RetryableError } from '@callbook/messaging/failure';
import { Inbox, type InboxMessage, Outbox } from '@callbook/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock/clock';
import { byCallbook } from './keep-owed-answers';

interface OwedRow {
  readonly company: string;
  readonly retellCallId: string;
  readonly owedSince: Date;
  readonly settledAt: Date | null;
}

/** Where people work off what callers are owed, and where it is counted. */
@Injectable()
export class OwedAnswerDesk {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Inbox) private readonly inbox: Inbox,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Settles it, and publishes that, if nobody has yet; of two who try at once one is told that it is done. */
  settle({ owedAnswerId, by, note }: SettleOwedAnswer): Promise<SettleOwedAnswerReply['result']> {
    const settledAt = this.clock.now();
    return inTransaction(this.dataSource, async (tx) => {
      const row = await lockedRow(tx, owedAnswerId);
      if (!row) return 'unknown';
      if (row.settledAt) return 'already_settled';
      await tx.query(settleRow, [owedAnswerId, settledAt, by, note]);
      const data: CallOwedAnswerSettled = {
        owedAnswerId,
        retellCallId: row.retellCallId,
        by,
        note: note ?? null,
        settledAt: settledAt.toISOString(),
      };
      const event = createEvent(CallOwedAnswerSettled, data, {
        id: derivedId(CallOwedAnswerSettled.type, owedAnswerId, data.settledAt),
        company: row.company,
        time: settledAt,
        correlationId: row.retellCallId,
      });
      await this.outbox.add(tx, event);
      await this.inbox.know(tx, { id: event.id, queue: 'records.owed-answer-settled' });
      return 'settled';
    });
  }

  /**
   * Does what an event says that a person settled it: told again to a record that is built anew. What was to be told only
   * later is still owed.
   * @throws RetryableError while nothing is known of it
   */
  async apply({ data }: Event<CallOwedAnswerSettled>, message: InboxMessage): Promise<void> {
    const { owedAnswerId, by, note } = data;
    const settledAt = new Date(data.settledAt);
    if (by === byCallbook) return; // it was not owed any longer: that follows from the facts
    await this.inbox.once(message, async (tx) => {
      const row = await lockedRow(tx, owedAnswerId);
      if (!row) throw new RetryableError('owed_answer_unknown', 'nothing is known of what was settled, or not yet');
      if (row.settledAt || row.owedSince > settledAt) return;
      await tx.query(settleRow, [owedAnswerId, settledAt, by, note]);
    });
  }

  /** How many are open, by company; a company without any is left out. */
  open(): Promise<{ company: string; count: number }[]> {
    return this.dataSource.query(
      'SELECT company, count(*)::integer AS count FROM records.owed_answers_view WHERE settled_at IS NULL GROUP BY company',
    );
  }
}

/** Read before it is decided: a row that is made while somebody decides is not there, rather than settled already. */
async function lockedRow(tx: EntityManager, id: string): Promise<OwedRow | undefined> {
  const [row] = await tx.query<OwedRow[]>(
    `SELECT owed.company, call.retell_call_id AS "retellCallId", owed.owed_since AS "owedSince", owed.settled_at AS "settledAt"
     FROM records.owed_answers owed JOIN records.calls call ON call.id = owed.call_id WHERE owed.id = $1 FOR UPDATE OF owed`,
    [id],
  );
  return row;
}

const settleRow = 'UPDATE records.owed_answers SET settled_at = $2, settled_by = $3, note = $4 WHERE id = $1';
