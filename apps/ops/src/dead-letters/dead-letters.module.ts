import { DeadQueues, QueueSender } from '@callbook/messaging';
import { Health } from '@callbook/observability';
import { repeatedly } from '@callbook/service';
import { Inject, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { MoveDeadLetters } from './move-dead-letters';
import { ReplayAlone } from './replay-alone';
import { showStoredLetters } from './stored-letters-gauge';

/** Between two looks into the dead queues, and for letters that are sent again alone. Milliseconds. */
const lookEveryMs = 1_000;

/** Takes dead letters off the broker, and sends those of the delivery limit once more. */
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
}
