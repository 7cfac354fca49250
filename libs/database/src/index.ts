export * from './data-source';
export * from './database.module';
export * from './in-transaction';
export * from './migrate';
export { type Role, roles, schemas } from './migrations/schemas';
export type { RolePasswords } from './roles';
export * from './wake-up';
