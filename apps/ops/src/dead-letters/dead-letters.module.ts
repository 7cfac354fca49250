import { DeadQueues, QueueSender } from '@callbook/messaging';
import { Health } from '@callbook/observability';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Inject, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ForgetLetters } from './forget-letters.repository';
import { MoveDeadLetters } from './move-dead-letters';
import { ReplayAlone } from './replay-alone';
import { showStoredLetters } from './stored-letters-gauge';

/** Between two looks into the dead queues, and for letters that are sent again alone. Milliseconds. */
const lookEveryMs = 1_000;
const hourMs = 3_600_000;

/** Takes dead letters off the broker, sends those of the delivery limit once more, and forgets those that are over. */
@Module({
  providers: [
    repeatedly(
      'dead letters',
      [DeadQueues, DataSource, Health],
      (queues: DeadQueues, database: DataSource, health: Health) => {
        const mover = new MoveDeadLetters(queues, database, health);
        return { everyMs: lookEveryMs, execute: () => mover.execute() };
      },
    ),
    repeatedly('letters sent alone', [DataSource, QueueSender], (database: DataSource, sender: QueueSender) => {
      const replay = new ReplayAlone(database, sender);
      return { everyMs: lookEveryMs, execute: () => replay.execute() };
    }),
  ],
})
export class DeadLettersModule {
  constructor(@Inject(DataSource) database: DataSource) {
    showStoredLetters(database);
  }

  /** @param keptDays how long letters are kept once nobody has to decide about them any more */
  static forRoot(keptDays: number): DynamicModule {
    return {
      module: DeadLettersModule,
      providers: [
        repeatedly('old dead letters', [DataSource], (database: DataSource) => {
          const forget = new ForgetLetters(database, keptDays);
          return { everyMs: hourMs, execute: () => forget.execute().then(() => false) };
        }),
      ],
    };
  }
}
