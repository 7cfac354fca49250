import type { MigrationInterface } from 'typeorm';
import { Catalogue1700000000000 } from './1700000000000-catalogue';

export const catalogueMigrations: readonly (new () => MigrationInterface)[] = [Catalogue1700000000000];
