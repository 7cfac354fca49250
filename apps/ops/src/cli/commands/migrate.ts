import { type MigratedSchema, migrate, type Role, type RolePasswords } from '@callbook/database';
import { readConfig } from '@callbook/config';
import { MigrateConfig } from '../../config';
import type { Answer, CommandLine } from '../command-line';
import { databaseFailure } from '../with-database';

/** `callbook migrate`: schemas up to date, roles and grants made. */
export async function migrateCommand({ env, stderr }: CommandLine): Promise<Answer> {
  const config = readConfig(MigrateConfig, env);
  const passwords = passwordsOf(config);
  const schemas: MigratedSchema[] = [];
  try {
    await migrate({
      url: config.DATABASE_URL,
      passwords,
      onSchema: (schema) => schemas.push(schema),
      onBlocked: ({ schema, tried }) =>
        stderr(
          `${schema}: a table is in use, so the migration has stepped back for the ${tried}. time; trying again …\n`,
        ),
    });
  } catch (error) {
    throw databaseFailure(error, 'DATABASE_URL') ?? error;
  }
  const passwordsSet = Object.keys(passwords);
  const lines = schemas.map(({ schema, applied }) =>
    applied.length > 0 ? `${schema}: applied ${applied.join(', ')}` : `${schema}: up to date`,
  );
  const roles = passwordsSet.length > 0 ? `passwords set for ${passwordsSet.join(', ')}` : 'no passwords were given';
  return { json: { schemas, passwordsSet }, text: [...lines, `roles and grants: made; ${roles}`].join('\n') };
}

/** An app's address carries the password of its role; one that names another user says nothing about the role. */
function passwordsOf(config: MigrateConfig): RolePasswords {
  const addresses: Record<Role, string | undefined> = {
    callbook_gateway: config.GATEWAY_DATABASE_URL,
    callbook_booking: config.BOOKING_DATABASE_URL,
    callbook_records: config.RECORDS_DATABASE_URL,
    callbook_ops: config.OPS_DATABASE_URL,
  };
  const given = Object.entries(addresses).flatMap(([role, address]) => {
    const { username = '', password = '' } = address ? new URL(address) : {};
    return username === role && password ? [[role, decodeURIComponent(password)]] : [];
  });
  return Object.fromEntries(given) as RolePasswords;
}
