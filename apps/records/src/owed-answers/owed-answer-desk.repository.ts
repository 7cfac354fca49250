import {
  CallOwedAnswerSettled,
  createEvent,
  derivedId,
  type SettleOwedAnswer,
  type SettleOwedAnswerReply,
} from '@callbook/contracts';
import { inTransaction } from '@callbook/database';
import { Outbox } from '@callbook/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock/clock';

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
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Settles it, and publishes that, if nobody has yet; of two who try at once one is told that it is done. */
  settle({ owedAnswerId, by, note }: SettleOwedAnswer): Promise<SettleOwedAnswerReply['result']> {
    const settledAt = this.clock.now();
    return inTransaction(this.dataSource, async (tx) => {
      const values = [owedAnswerId, settledAt, by, note ?? null];
      const row = await settledNow(tx, values);
      if (!row) return (await isThere(tx, owedAnswerId)) ? 'already_settled' : 'unknown';
      const data: CallOwedAnswerSettled = {
        owedAnswerId,
        retellCallId: row.retellCallId,
        by,
        note: note ?? null,
        settledAt: settledAt.toISOString(),
      };
      await this.outbox.add(
        tx,
        createEvent(CallOwedAnswerSettled, data, {
          id: derivedId(CallOwedAnswerSettled.type, owedAnswerId, data.settledAt),
          company: row.company,
          time: settledAt,
          correlationId: row.retellCallId,
        }),
      );
      return 'settled';
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
  WHERE owed.id = $1 AND owed.settled_at IS NULL AND call.id = owed.call_id
  RETURNING owed.company, call.retell_call_id AS "retellCallId"`;
