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

interface SettledRow {
  readonly company: string;
  readonly retellCallId: string;
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
      const values = [owedAnswerId, settledAt, by, note ?? null, null];
      const row = await settledNow(tx, values);
      if (!row) return (await isThere(tx, owedAnswerId)) ? 'already_settled' : 'unknown';
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
      if (await settledNow(tx, [owedAnswerId, settledAt, by, note ?? null, settledAt])) return;
      if (await isThere(tx, owedAnswerId)) return;
      throw new RetryableError('owed_answer_unknown', 'nothing is known of what was settled, or not yet');
    });
  }

  /** How many are open, by company; a company without any is left out. */
  open(): Promise<{ company: string; count: number }[]> {
    return this.dataSource.query(
      'SELECT company, count(*)::integer AS count FROM records.owed_answers_view WHERE settled_at IS NULL GROUP BY company',
    );
  }
}

async function settledNow(tx: EntityManager, values: unknown[]): Promise<SettledRow | undefined> {
  const [[updated]] = await tx.query<[SettledRow[], number]>(settleRow, values);
  return updated;
}

async function isThere(tx: EntityManager, id: string): Promise<boolean> {
  return (await tx.query<unknown[]>('SELECT FROM records.owed_answers WHERE id = $1', [id])).length > 0;
}

const settleRow = `
  UPDATE records.owed_answers owed SET settled_at = $2, settled_by = $3, note = $4
  FROM records.calls call
  WHERE owed.id = $1 AND owed.settled_at IS NULL AND owed.owed_since <= coalesce($5::timestamptz, 'infinity') AND call.id = owed.call_id
  RETURNING owed.company, call.retell_call_id AS "retellCallId"`;
