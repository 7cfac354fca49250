export * from './data-source';
export { DatabaseConnection } from './database-connection';
export * from './database.module';
export * from './in-transaction';
export * from './migrate';
export * from './no-database';
export { type Role, roles, schemas } from './migrations/schemas';
export type { RolePasswords } from './roles';
export * from './wake-up';
