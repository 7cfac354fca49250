import type { MigrationInterface } from 'typeorm';

export const catalogueMigrations: readonly (new () => MigrationInterface)[] = [];
