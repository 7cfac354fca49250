import { createDataSource, sqlState } from '@callbook/database';
import type { DataSource } from 'typeorm';
import type { NamedDatabase } from '../config';
import { CommandFailure } from './command-line';

/** Connects, works and disconnects; what PostgreSQL refuses is told together with what to do about it. */
export async function withDatabase<T>(
  { url, variable }: NamedDatabase,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = createDataSource({ url, applicationName: 'callbook-command', poolSize: 2 });
  try {
    await dataSource.initialize();
    return await work(dataSource);
  } catch (error) {
    throw databaseFailure(error, variable) ?? error;
  } finally {
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

/** The failures an operator can do something about; undefined for every other error. */
export function databaseFailure(error: unknown, variable: string): CommandFailure | undefined {
  const code = sqlState(error) ?? (error as { code?: unknown } | undefined)?.code;
  const [what, next] = known(String(code), variable) ?? [];
  return what && next ? new CommandFailure(what, next, 1, [], { cause: error }) : undefined;
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, and Node's codes for connections. */
function known(code: string, variable: string): [what: string, next: string] | undefined {
  switch (code) {
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
      return [
        `No database answers at the address in ${variable} (${code}).`,
        `Start PostgreSQL, or correct ${variable}.`,
      ];
    case '57P03':
      return ['The database is starting up or shutting down.', 'Try again in a moment.'];
    case '28P01':
    case '28000':
      return [
        `The database refuses the user or password in ${variable}.`,
        `Correct ${variable}. callbook migrate sets the passwords of the roles.`,
      ];
    case '3D000':
      return [
        `The database named in ${variable} does not exist.`,
        `Create it (CREATE DATABASE …), or correct ${variable}.`,
      ];
    case '3F000':
    case '42P01':
      return ['The database has no catalogue yet.', 'Run: callbook migrate'];
    case '42501':
      return [
        `The role in ${variable} may not do this.`,
        `Use the owner in DATABASE_URL for migrate, the role callbook_ops in OPS_DATABASE_URL otherwise.`,
      ];
    default:
      return undefined;
  }
}
