import type { MigrationInterface } from 'typeorm';

export const recordsMigrations: readonly (new () => MigrationInterface)[] = [];
