import {
  BookingCreated,
  createEvent,
  derivedId,
  type PredictedEffect,
  sampleCompany,
  sampleOf,
} from '@callbook/contracts';
import { createDataSource, migrate, roles } from '@callbook/database';
import type { QueueMessage, QueueSender } from '@callbook/messaging';
import { testDatabase, type TestDatabase } from '@callbook/testing';
import type { DataSource } from 'typeorm';
import { runCommandLine } from '../../src/cli/run-command-line';
import type { ReadLetter } from '../../src/dead-letters/dead-letter';
import { keepLetters } from '../../src/dead-letters/keep-letters';
import { confirmReplay, resumeReplay } from '../../src/replays/confirm-replay';
import { planReplay } from '../../src/replays/plan-replay';
import { ReplayRows } from '../../src/replays/replay-rows.repository';
import { RunReplays, type RunSettings, usualRunSettings } from '../../src/replays/run-replays';

export const queue = 'records.booking-created';
export const idOf = (text: string): string => derivedId('replays spec', text);

const bodyOf = (text: string) =>
  JSON.stringify(
    createEvent(BookingCreated, sampleOf(BookingCreated), {
      id: idOf(text),
      company: sampleCompany,
      time: new Date('2026-11-21T10:00:00Z'),
      correlationId: `call_${text}`,
    }),
  );

const does: PredictedEffect = {
  ...{ effect: 'create', code: null, reason: 'spec', eventId: null, handledBefore: false },
  changes: ['appointments made 1f00 ab'],
};

export interface ItemRow extends Record<string, unknown> {
  readonly dead_letter_id: string;
  readonly state: string;
  readonly result: string | null;
  readonly sends: number;
}

/** Dead letters, plans and the runner on a real database; what is sent goes where the spec says. */
export class ReplayDesk {
  readonly sent: { readonly queue: string; readonly message: QueueMessage }[] = [];
  /** What becomes of a send; default: the queue has it. */
  outcome: (message: QueueMessage) => Promise<void> = async () => {};
  readonly sender: Pick<QueueSender, 'send'> = {
    send: async (to, message) => {
      this.sent.push({ queue: to, message });
      await this.outcome(message);
    },
  };

  private constructor(
    readonly database: TestDatabase,
    readonly ops: DataSource,
  ) {}

  static async open(): Promise<ReplayDesk> {
    const database = await testDatabase({ migrate, roles });
    return new ReplayDesk(database, await database.connect(createDataSource, 'callbook_ops'));
  }

  close(): Promise<void> {
    return this.database.close();
  }

  async clear(): Promise<void> {
    this.sent.length = 0;
    this.outcome = async () => {};
    await this.database.query(
      `TRUNCATE ops.audit, ops.dead_letter_groups, ops.replays, ops.handled_messages, records.inbox, booking.inbox,
         booking.attempt_function_calls CASCADE`,
    );
  }

  /** Stores a dead letter each, and tells their ids. */
  async keep(texts: readonly string[], given: Partial<ReadLetter> = {}): Promise<string[]> {
    const ids: string[] = [];
    for (const text of texts) {
      await keepLetters(this.ops, [letterOf(text, given)]);
      const [row] = await this.database.query<{ id: string }>(
        'SELECT id FROM ops.dead_letters ORDER BY stored_at DESC, id LIMIT 1',
      );
      ids.push(row?.id ?? '');
    }
    return ids;
  }

  /** @param told what is predicted of all, or of each in turn. @returns the id of the plan */
  async plan(ids: readonly string[], ...told: Partial<PredictedEffect>[]): Promise<string> {
    let asked = 0;
    const { id } = await planReplay(
      this.ops,
      () => async (messages) =>
        messages.map(({ body }) => ({
          ...does,
          eventId: (JSON.parse(body) as { id: string }).id,
          ...told[Math.min(asked++, told.length - 1)],
        })),
      { selection: { filter: {}, ids }, by: 'anna' },
    );
    return id;
  }

  confirm(id: string) {
    return confirmReplay(this.ops, here, id, { by: 'anna', perSecond: 1_000, now: new Date() });
  }

  resume(id: string) {
    return resumeReplay(this.ops, here, id, { by: 'anna', now: new Date() });
  }

  /** An ops process. */
  runner(settings: Partial<RunSettings> = {}, sender = this.sender): RunReplays {
    return new RunReplays(new ReplayRows(this.ops), sender, { ...usualRunSettings, sliceMs: 200, ...settings });
  }

  /** As its consumer remembers it. */
  async handled(text: string, replayId: string | null, effect: readonly string[] | null = does.changes): Promise<void> {
    await this.database.query(
      `INSERT INTO records.inbox (message_id, queue, replay_id, effect) VALUES ($1, $2, $3, $4::jsonb)
       ON CONFLICT (message_id, queue) DO UPDATE SET replay_id = EXCLUDED.replay_id, effect = EXCLUDED.effect`,
      [idOf(text), queue, replayId, effect && JSON.stringify(effect)],
    );
  }

  /** From now on everything that is sent is handled at once, as it was predicted. */
  handlesAll(): void {
    this.outcome = async ({ messageId, headers }) => {
      await this.database.query(
        'INSERT INTO records.inbox (message_id, queue, replay_id, effect) VALUES ($1, $2, $3, $4::jsonb)',
        [...[messageId, queue, headers?.['x-callbook-replay'], JSON.stringify(does.changes)]],
      );
    };
  }

  /** The command line on this database. */
  async callbook(...args: string[]) {
    const [stdout, stderr]: [string[], string[]] = [[], []];
    const exitCode = await runCommandLine(args, {
      env: { OPS_DATABASE_URL: this.database.urlFor('callbook_ops') },
      stdout: (text) => void stdout.push(text),
      stderr: (text) => void stderr.push(text),
    });
    return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
  }

  async replay(id: string) {
    const [row] = await this.database.query<{
      state: string;
      stop_reason: string | null;
      stop_detail: string | null;
      stopped_by: string | null;
    }>('SELECT * FROM ops.replays WHERE id = $1', [id]);
    if (!row) throw new Error(`no replay ${id}`);
    return row;
  }

  items(id: string): Promise<ItemRow[]> {
    return this.database.query<ItemRow>('SELECT * FROM ops.replay_items WHERE replay_id = $1 ORDER BY place', [id]);
  }

  async state(letterId: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ state: string }>('SELECT state FROM ops.dead_letters WHERE id = $1', [
      letterId,
    ]);
    return row?.state;
  }

  async set(letterId: string, state: string): Promise<void> {
    await this.database.query('UPDATE ops.dead_letters SET state = $2 WHERE id = $1', [letterId, state]);
  }
}

const here = () => Promise.resolve({ messagesReady: 0, messagesUnacked: 0, consumers: 1 } as never);

/** A death that says when it was, long enough ago for the letter to have rested. */
export const letterOf = (text: string, given: Partial<ReadLetter> = {}): ReadLetter => ({
  ...{ queue, messageId: idOf(text), eventType: 'booking.created.v1', company: sampleCompany },
  ...{ correlationId: `call_${text}`, code: 'no_service', error: 'no service', diedOf: 'handler' },
  ...{ deliveries: 6, retries: 5, firstFailedAt: null, deadAt: new Date('2026-11-21T10:00:00Z') },
  ...{ properties: {}, headers: {}, body: Buffer.from(bodyOf(text)) },
  ...given,
});
