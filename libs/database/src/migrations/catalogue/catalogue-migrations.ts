import type { MigrationInterface } from 'typeorm';
import { Catalogue1700000000000 } from './1700000000000-catalogue';
import { HostSubsets1700000000001 } from './1700000000001-host-subsets';

export const catalogueMigrations: readonly (new () => MigrationInterface)[] = [
  Catalogue1700000000000,
  HostSubsets1700000000001,
];
