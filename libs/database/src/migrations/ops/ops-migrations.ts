import type { MigrationInterface } from 'typeorm';
import { EventHistory1700000004001 } from './1700000004001-event-history';
import { DeadLetters1700000004010 } from './1700000004010-dead-letters';
import { Replays1700000004020 } from './1700000004020-replays';
import { Alerts1700000004030 } from './1700000004030-alerts';
import { LettersFoundAndForgotten1700000004050 } from './1700000004050-letters-found-and-forgotten';
import { ReplaysThatEnd1700000004060 } from './1700000004060-replays-that-end';

export const opsMigrations: readonly (new () => MigrationInterface)[] = [
  EventHistory1700000004001,
  DeadLetters1700000004010,
  Replays1700000004020,
  Alerts1700000004030,
  LettersFoundAndForgotten1700000004050,
  ReplaysThatEnd1700000004060,
];
