import { MessagingRuntime, QueueSender } from '@callbook/messaging';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Inject, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ReplayRows } from './replay-rows.repository';
import { RunReplays, type RunSettings, usualRunSettings } from './run-replays';
import { settleSent } from './settle-sent';

/** Between two looks whether a replay was confirmed, and whether something that was sent has come to its end. Milliseconds. */
const lookEveryMs = 500;

/** Carries out what operators have confirmed, and settles all that was sent again; remembers of replayed messages to ops itself that they were handled. */
@Module({})
export class ReplaysModule {
  constructor(@Inject(MessagingRuntime) messaging: MessagingRuntime, @Inject(DataSource) database: DataSource) {
    messaging.whenReplayed(async ({ messageId, queue }, replayId) => {
      await database.query(
        `INSERT INTO ops.handled_messages (message_id, queue, replay_id) VALUES ($1, $2, $3)
         ON CONFLICT (message_id, queue) DO UPDATE SET replay_id = EXCLUDED.replay_id, handled_at = now()`,
        [messageId, queue, replayId],
      );
    });
  }

  static forRoot(settings: RunSettings = usualRunSettings): DynamicModule {
    return {
      module: ReplaysModule,
      providers: [
        repeatedly('replays', [DataSource, QueueSender], (database: DataSource, sender: QueueSender) => {
          const run = new RunReplays(new ReplayRows(database), sender, settings);
          return { everyMs: lookEveryMs, execute: () => run.execute() };
        }),
        repeatedly('what was sent again', [DataSource], (database: DataSource) => ({
          everyMs: lookEveryMs,
          execute: () => settleSent(database).then(() => false),
        })),
      ],
    };
  }
}
