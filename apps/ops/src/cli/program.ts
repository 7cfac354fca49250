import { Command } from 'commander';
import type { Answer, CommandLine } from './command-line';
import { type CatalogueImportOptions, exportCommand, importCommand } from './commands/catalogue';
import { migrateCommand } from './commands/migrate';
import { listOwedCommand, type SettleOptions, settleOwedCommand } from './commands/owed';
import type { OwedAnswerFilter } from '../owed-answers/list-owed-answers';
import { declareTopologyCommand, printTopologyCommand } from './commands/topology';

/** The `callbook` command: every verb with its arguments, options and examples. What a verb does is in `commands/`. */
export function createProgram(line: CommandLine): Command {
  const program = new Command('callbook')
    .description('Runs and looks after Callbook: database, broker topology, catalogue, owed answers.')
    .exitOverride()
    .configureOutput({ writeOut: line.stdout, writeErr: line.stderr })
    .showHelpAfterError('(add --help for what is possible)')
    .helpCommand(false)
    .addHelpText(
      'after',
      examples('callbook migrate', 'callbook catalogue import salon.yaml', 'callbook migrate --help') + exits,
    );

  verb(program, 'migrate', 'bring the database up to date, and make the roles of the apps with their grants')
    .addHelpText(
      'after',
      examples('callbook migrate', 'callbook migrate --json') +
        '\nSettings: DATABASE_URL is the owner. GATEWAY_, BOOKING_, RECORDS_ and OPS_DATABASE_URL, where set, give the' +
        '\nroles callbook_gateway, callbook_booking, callbook_records and callbook_ops their passwords.\n',
    )
    .action((options: Json) => answer(line, options, migrateCommand(line)));

  const topology = program.command('topology').description('exchange, queues, dead letters and rungs of the broker');
  const topologySettings = '\nSettings: RABBITMQ_URL (declare), RETRY_LADDER, DELIVERY_LIMIT, MESSAGING_PREFIX.\n';
  verb(topology, 'declare', 'declare everything, before any app starts; safe to run again')
    .addHelpText('after', examples('callbook topology declare') + topologySettings)
    .action((options: Json) => answer(line, options, declareTopologyCommand(line)));
  verb(topology, 'print', 'show what would be declared; needs no broker')
    .addHelpText('after', examples('callbook topology print', 'callbook topology print --json') + topologySettings)
    .action((options: Json) => answer(line, options, printTopologyCommand(line)));

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

  const owed = program
    .command('owed')
    .description('callers who were told "not confirmed yet", and what to tell them now');
  verb(owed, 'ls', 'whom to ring and what to tell, longest owed first')
    .option('--company <slug>', 'of one company')
    .option('--all', 'also those settled within the last 30 days')
    .addHelpText(
      'after',
      examples('callbook owed ls', 'callbook owed ls --company salon-lindenhof --all', 'callbook owed ls --json') +
        '\nWith --json, "open" is how many are owed.\n' +
        '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL.\n',
    )
    .action((options: Json & OwedAnswerFilter) => answer(line, options, listOwedCommand(line, options)));
  verb(owed, 'done', 'the caller was told, or need not be; published, and safe to run again')
    .argument('<id>', 'from callbook owed ls')
    .requiredOption('--by <name>', 'who says so')
    .option('--note <text>', 'what came of it; no names or numbers')
    .addHelpText(
      'after',
      examples(
        'callbook owed done 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --by anna',
        'callbook owed done 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --by anna --note "reached at the second try"',
      ) +
        '\nEnds with 0 when it is settled, now or before, and with 1 when nothing is owed under that id or records cannot be' +
        '\nasked.\n' +
        '\nSettings: RABBITMQ_URL, MESSAGING_PREFIX. Records has to run.\n',
    )
    .action((id: string, options: Json & SettleOptions) => answer(line, options, settleOwedCommand(line, id, options)));

  return program;
}

interface Json {
  readonly json?: boolean;
}

function verb(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--json', 'one JSON document alone on stdout, everything else on stderr');
}

async function answer({ stdout }: CommandLine, { json = false }: Json, result: Promise<Answer>): Promise<void> {
  const { json: document, text } = await result;
  stdout(json ? `${JSON.stringify({ ok: true, ...document }, null, 2)}\n` : `${text}\n`);
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  npx ${line}\n`).join('')}`;
}

const exits = '\nExit codes: 0 done, 1 there is a problem, 2 called or configured wrongly.\n';
