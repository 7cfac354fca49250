import type { MigrationInterface } from 'typeorm';
import { bookingMigrations } from './booking/booking-migrations';
import { catalogueMigrations } from './catalogue/catalogue-migrations';
import { opsMigrations } from './ops/ops-migrations';
import { recordsMigrations } from './records/records-migrations';

/** Who may do what in a schema, beside its owner. */
export interface SchemaAccess {
  readonly writers: readonly Role[];
  readonly readers: readonly Role[];
  /** Tables that not all of the readers may read, and who of them may. */
  readonly restricted?: Readonly<Record<string, readonly Role[]>>;
  /** Tables whose rows the writers may add to, and neither change nor remove. */
  readonly appendOnly?: readonly string[];
  /** Views that are a contract: who may read them, and nothing else of the schema. */
  readonly views?: Readonly<Record<string, readonly Role[]>>;
}

export const roles = ['callbook_gateway', 'callbook_booking', 'callbook_records', 'callbook_ops'] as const;
export type Role = (typeof roles)[number];

export interface Schema {
  readonly name: string;
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly access: SchemaAccess;
}

/** In the order they are migrated. No two processes write one table. */
export const schemas: readonly Schema[] = [
  {
    name: 'catalogue',
    migrations: catalogueMigrations,
    access: {
      writers: ['callbook_ops'],
      readers: ['callbook_gateway', 'callbook_booking', 'callbook_records'],
      restricted: { api_tokens: ['callbook_records'] },
    },
  },
  {
    name: 'booking',
    migrations: bookingMigrations,
    access: { writers: ['callbook_booking'], readers: [], views: { handled_messages_v1: ['callbook_ops'] } },
  },
  {
    name: 'records',
    migrations: recordsMigrations,
    access: {
      writers: ['callbook_records'],
      readers: [],
      views: {
        owed_answers_view: ['callbook_ops'],
        appointments_v1: ['callbook_ops'],
        calls_v1: ['callbook_ops'],
        customers_v1: ['callbook_ops'],
        api_token_uses_v1: ['callbook_ops'],
        handled_messages_v1: ['callbook_ops'],
        report_conversion_v1: ['callbook_ops'],
        report_links_v1: ['callbook_ops'],
        report_revenue_v1: ['callbook_ops'],
        report_staff_utilisation_v1: ['callbook_ops'],
        report_services_v1: ['callbook_ops'],
        report_agents_v1: ['callbook_ops'],
      },
    },
  },
  {
    name: 'ops',
    migrations: opsMigrations,
    access: { writers: ['callbook_ops'], readers: [], appendOnly: ['audit'] },
  },
];
