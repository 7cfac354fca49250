import type { MigrationInterface } from 'typeorm';
import { Attempts1700000001000 } from './1700000001000-attempts';
import { Hints1700000001001 } from './1700000001001-hints';

export const bookingMigrations: readonly (new () => MigrationInterface)[] = [Attempts1700000001000, Hints1700000001001];
