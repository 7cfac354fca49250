import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { type CatalogueImportOptions, exportCommand, importCommand } from '../commands/catalogue';
import { checkCatalogueCommand } from '../commands/check-catalogue';
import { answer, examples, type Json, verb } from './verb';

export function catalogueVerbs(program: Command, line: CommandLine): void {
  const catalogue = program.command('catalogue').description('companies, services, staff and prices');
  const catalogueSettings = '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL.\n';
  verb(catalogue, 'import', 'make the catalogue what the file says; what is no longer in it ends')
    .argument('<file>', 'YAML')
    .option('--by <who>', 'who imports, kept with the version (default: the user of this machine)')
    .option('--end-missing-companies', 'end companies that the file no longer has, instead of refusing it')
    .addHelpText(
      'after',
      examples(
        'callbook catalogue import apps/ops/catalogue/salon-lindenhof.yaml',
        'callbook catalogue import salon.yaml --by anna',
      ) + catalogueSettings,
    )
    .action((file: string, options: Json & CatalogueImportOptions) =>
      answer(line, options, importCommand(line, file, options)),
    );
  verb(catalogue, 'export', 'write the catalogue as a file that can be imported again')
    .argument('[file]', 'where to; default stdout')
    .addHelpText(
      'after',
      examples('callbook catalogue export salon.yaml', 'callbook catalogue export --json') + catalogueSettings,
    )
    .action((file: string | undefined, options: Json) => answer(line, options, exportCommand(line, file)));

  verb(catalogue, 'check', 'compare the catalogue with Cal.com: one line for each difference, with its repair')
    .option('--company <slug>', 'only this one')
    .addHelpText(
      'after',
      examples('callbook catalogue check', 'callbook catalogue check --company salon-lindenhof --json') +
        '\nEnds with 0 when everything the catalogue offers can be booked as it says, with 1 when there is a problem, and with 2' +
        '\nwhen it could not be told of a company and no other one has a problem. Takes its time: Cal.com is asked sparingly.\n' +
        '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL; RABBITMQ_URL, MESSAGING_PREFIX. Booking has to run.\n',
    )
    .action((options: Json & { readonly company?: string }) =>
      answer(line, options, checkCatalogueCommand(line, options)),
    );
}
