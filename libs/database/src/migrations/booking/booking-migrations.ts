import type { MigrationInterface } from 'typeorm';
import { Attempts1700000001000 } from './1700000001000-attempts';
import { Hints1700000001001 } from './1700000001001-hints';
import { RateBudget1700000001002 } from './1700000001002-rate-budget';
import { Rounds1700000001003 } from './1700000001003-rounds';
import { HostLooks1700000001020 } from './1700000001020-host-looks';
import { Erased1700000001040 } from './1700000001040-erased';
import { OutboxInOrder1700000001045 } from './1700000001045-outbox-in-order';
import { HandledMessages1700000001050 } from './1700000001050-handled-messages';

export const bookingMigrations: readonly (new () => MigrationInterface)[] = [
  Attempts1700000001000,
  Hints1700000001001,
  RateBudget1700000001002,
  Rounds1700000001003,
  HostLooks1700000001020,
  Erased1700000001040,
  OutboxInOrder1700000001045,
  HandledMessages1700000001050,
];
