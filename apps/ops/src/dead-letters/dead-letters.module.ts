import { DeadQueues, QueueSender } from '@callbook/messaging';
import { Health } from '@callbook/observability';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Inject, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ForgetLetters } from './forget-letters.repository';
import { MoveDeadLetters } from './move-dead-letters';
import { ReplayAlone } from './replay-alone';
import { showStoredLetters } from './stored-letters-gauge';

const hourMs = 3_600_000;

export interface LetterSettings {
  /** How long letters are kept once nobody has to decide about them any more. */
  readonly keptDays: number;
  /** Between two looks into the dead queues, and for letters that are sent again alone. Milliseconds; default a second. */
  readonly lookEveryMs?: number;
}

/** Takes dead letters off the broker, sends those of the delivery limit once more, and forgets those that are over. */
@Module({})
export class DeadLettersModule {
  constructor(@Inject(DataSource) database: DataSource) {
    showStoredLetters(database);
  }

  static forRoot({ keptDays, lookEveryMs: everyMs = 1_000 }: LetterSettings): DynamicModule {
    return {
      module: DeadLettersModule,
      providers: [
        repeatedly(
          'dead letters',
          [DeadQueues, DataSource, Health],
          (queues: DeadQueues, database: DataSource, health: Health) => {
            const mover = new MoveDeadLetters(queues, database, health);
            return { everyMs, execute: () => mover.execute() };
          },
        ),
        repeatedly('letters sent alone', [DataSource, QueueSender], (database: DataSource, sender: QueueSender) => {
          const replay = new ReplayAlone(database, sender);
          return { everyMs, execute: () => replay.execute() };
        }),
        repeatedly('old dead letters', [DataSource], (database: DataSource) => {
          const forget = new ForgetLetters(database, keptDays);
          return { everyMs: hourMs, execute: () => forget.execute().then(() => false) };
        }),
      ],
    };
  }
}
