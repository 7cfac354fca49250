import type { MigrationInterface } from 'typeorm';
import { Catalogue1700000000000 } from './1700000000000-catalogue';
import { HostSubsets1700000000001 } from './1700000000001-host-subsets';
import { ApiTokens1700000000002 } from './1700000000002-api-tokens';
import { Retention1700000000010 } from './1700000000010-retention';
import { Confirmation1700000000020 } from './1700000000020-confirmation';

export const catalogueMigrations: readonly (new () => MigrationInterface)[] = [
  Catalogue1700000000000,
  HostSubsets1700000000001,
  ApiTokens1700000000002,
  Retention1700000000010,
  Confirmation1700000000020,
];
