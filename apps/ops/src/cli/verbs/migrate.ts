import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { migrateCommand } from '../commands/migrate';
import { answer, examples, type Json, verb } from './verb';

export function migrateVerbs(program: Command, line: CommandLine): void {
  verb(program, 'migrate', 'bring the database up to date, and make the roles of the apps with their grants')
    .addHelpText(
      'after',
      examples('callbook migrate', 'callbook migrate --json') +
        '\nSettings: DATABASE_URL is the owner. GATEWAY_, BOOKING_, RECORDS_ and OPS_DATABASE_URL, where set, give the' +
        '\nroles callbook_gateway, callbook_booking, callbook_records and callbook_ops their passwords.\n',
    )
    .action((options: Json) => answer(line, options, migrateCommand(line)));
}
