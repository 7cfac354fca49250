import { sqlState } from '@callbook/database';
import type { DeadBatch, DeadMessage, DeadQueues } from '@callbook/messaging';
import { counter, type Health } from '@callbook/observability';
import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { ReadLetter } from './dead-letter';
import { keepLetters, type Kept } from './keep-letters';
import { readLetter, unreadLetter } from './read-letter';

const moved = counter({
  name: 'callbook_dead_letters_moved_total',
  help: 'Messages taken off the broker: stored for the first time, open again, or known already',
  labelNames: ['end'],
});
const errors = counter({
  name: 'callbook_dead_letter_mover_errors_total',
  help: 'Rounds that failed, and messages that the database did not take',
  labelNames: ['kind'],
});

/** What a batch is when it is full; it may exceed the bytes by one message, or by eight where large ones follow small ones. */
const limits = { messages: 100, bytes: 8 * 1024 * 1024 };

/**
 * Moves dead letters from the broker into the database: stored first, taken off the broker then, so what is interrupted is
 * done again and known by its death. While the database is away what was fetched is kept in memory (one batch) and at the broker.
 */
export class MoveDeadLetters {
  private readonly logger = new Logger(MoveDeadLetters.name);
  private waiting?: DeadBatch;
  private problem?: string = 'not begun yet';

  constructor(
    private readonly queues: DeadQueues,
    private readonly database: DataSource,
    health: Health,
  ) {
    health.register({ name: 'dead letters', check: () => this.checkHealth() });
  }

  /** One batch. @returns whether there may be more at once. @throws Error when broker or database are away; nothing is lost */
  async execute(): Promise<boolean> {
    try {
      // What the broker has back meanwhile is stored all the same: its death is known when it comes again.
      this.waiting ??= await this.queues.take(limits);
      const batch = this.waiting;
      await this.keep(batch, batch.messages);
      this.waiting = undefined;
      this.problem = undefined;
      return batch.more;
    } catch (error) {
      errors.inc({ kind: 'round' });
      this.problem = 'not being stored: the broker or the database does not answer';
      throw error;
    }
  }

  private async keep(batch: DeadBatch, messages: readonly DeadMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const refusal = await this.store(messages.map((message) => this.read(message)));
    if (!refusal) for (const message of messages) batch.done(message);
    else if (messages.length > 1) for (const message of messages) await this.keep(batch, [message]);
    else await this.keepBare(batch, messages[0] as DeadMessage, refusal);
  }

  /** What cannot be stored with what was read of it is stored without: a stranger's message must not stop the others. */
  private async keepBare(batch: DeadBatch, message: DeadMessage, refusal: string): Promise<void> {
    errors.inc({ kind: 'letter' });
    this.logger.error({ code: refusal, queue: message.queue }, 'a dead letter is stored without its headers');
    if (!(await this.store([bare(this.read(message))]))) return batch.done(message);
    // It stays at the broker, and is fetched again when this process, or its connection, is another one.
    this.logger.error(
      { code: refusal, queue: message.queue },
      'a dead letter cannot be stored, and stays in its queue',
    );
  }

  /** That it never throws was wrong once: it must not stop the others. */
  private read(message: DeadMessage): ReadLetter {
    try {
      return readLetter(message);
    } catch (error) {
      errors.inc({ kind: 'letter' });
      // Not in its own words, which may quote what it read.
      this.logger.error({ code: (error as Error).name, queue: message.queue }, 'a dead letter is stored unread');
      return unreadLetter(message);
    }
  }

  /** @returns the database's code when it refuses these letters. @throws when it is the database that is not well */
  private async store(letters: readonly ReadLetter[]): Promise<string | undefined> {
    try {
      count(await keepLetters(this.database, letters));
      return undefined;
    } catch (error) {
      const code = sqlState(error);
      if (code && refusesData.test(code)) return code;
      throw error;
    }
  }

  private async checkHealth(): Promise<void> {
    if (this.problem) throw new Error(this.problem);
  }
}

/** Data exception, integrity violation, and limits such as that of a row in an index. */
const refusesData = /^(22|23|54)/;

function bare(letter: ReadLetter): ReadLetter {
  return {
    ...letter,
    messageId: null,
    correlationId: null,
    error: 'its headers cannot be stored',
    properties: {},
    headers: {},
  };
}

function count({ stored, back, known }: Kept): void {
  moved.inc({ end: 'stored' }, stored);
  moved.inc({ end: 'open_again' }, back);
  moved.inc({ end: 'known' }, known);
}
