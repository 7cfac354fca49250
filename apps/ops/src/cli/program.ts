import { Command } from 'commander';
import { type Answer, type CommandLine, Verdict } from './command-line';
import {
  type AppointmentActOptions,
  linkAppointmentCommand,
  noteAppointmentCommand,
  type NoteOptions,
  showAppointmentCommand,
  unlinkAppointmentCommand,
} from './commands/appointments';
import { type CatalogueImportOptions, exportCommand, importCommand } from './commands/catalogue';
import {
  mergeCustomersCommand,
  type MergeOptions,
  showCustomersCommand,
  unmergeCustomerCommand,
} from './commands/customers';
import { checkCatalogueCommand } from './commands/check-catalogue';
import { migrateCommand } from './commands/migrate';
import { erasePersonCommand, type EraseOptions, exportPersonCommand, type ExportOptions } from './commands/privacy';
import { listOwedCommand, type SettleOptions, settleOwedCommand } from './commands/owed';
import type { OwedAnswerFilter } from '../owed-answers/list-owed-answers';
import { createTokenCommand, listTokensCommand, revokeTokenCommand } from './commands/tokens';
import { declareTopologyCommand, printTopologyCommand } from './commands/topology';
import { userName } from './user-name';
import type { TokenFilter, WantedToken } from '../api-tokens/api-tokens';

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

  const tokens = program.command('tokens').description('with what outside programs read the records of one company');
  const tokenSettings = '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL.\n';
  verb(tokens, 'create', 'make one, and show it this one time')
    .requiredOption('--company <slug>', 'whose records it opens')
    .requiredOption('--name <text>', 'whom or what it is for')
    .requiredOption('--by <who>', 'who makes it')
    .addHelpText(
      'after',
      examples('callbook tokens create --company salon-lindenhof --name "cash register" --by anna') + tokenSettings,
    )
    .action((options: Json & WantedToken) => answer(line, options, createTokenCommand(line, options)));
  verb(tokens, 'ls', 'which there are, and when each was last used, to the hour')
    .option('--company <slug>', 'of one company')
    .option('--all', 'also those that were revoked')
    .addHelpText('after', examples('callbook tokens ls', 'callbook tokens ls --all --json') + tokenSettings)
    .action((options: Json & TokenFilter) => answer(line, options, listTokensCommand(line, options)));
  verb(tokens, 'revoke', 'it stops working within ten seconds, for good; safe to run again')
    .argument('<id>', 'from callbook tokens ls')
    .requiredOption('--by <who>', 'who revokes it')
    .addHelpText(
      'after',
      examples('callbook tokens revoke 6f1c2f0e-5f0e-4d7e-9a51-2b1f6a3f8c11 --by anna') + tokenSettings,
    )
    .action((id: string, options: Json & { readonly by: string }) =>
      answer(line, options, revokeTokenCommand(line, id, options)),
    );

  const privacy = program.command('privacy').description('what is held of one person: handed out, or erased');
  const privacySettings = '\nSettings: RABBITMQ_URL, MESSAGING_PREFIX. Records and booking have to run.\n';
  verb(privacy, 'export', 'everything held of a person, as one JSON document')
    .argument('<customer>', 'id, number in E.164 or e-mail address')
    .option('--company <slug>', 'of one company, where several know the person')
    .option('--out <file>', 'where to, readable for you alone; default stdout')
    .addHelpText(
      'after',
      examples(
        'callbook privacy export +4915112345678 --company salon-lindenhof --out jonas.json',
        'callbook privacy export jonas.weber@kunde.example',
      ) + privacySettings,
    )
    .action((customer: string, options: Json & ExportOptions) =>
      answer(line, options, exportPersonCommand(line, customer, options)),
    );
  verb(privacy, 'erase', 'erase everything held of a person; shows what it would do unless --yes is given')
    .argument('<customer>', 'id, number in E.164 or e-mail address')
    .requiredOption('--why <text>', 'kept with the act; no personal data')
    .option('--actor <name>', 'who erases, kept with the act', userName())
    .option('--company <slug>', 'of one company, where several know the person')
    .option('--dry-run', 'only show what would be erased')
    .option('--yes', 'erase')
    .addHelpText(
      'after',
      examples(
        'callbook privacy erase +4915112345678 --company salon-lindenhof --why "asked for it by letter" --dry-run',
        'callbook privacy erase +4915112345678 --company salon-lindenhof --why "asked for it by letter" --yes',
      ) +
        '\nAppointments stay for the reports, without the person. Cannot be undone; safe to run again. Ends with 1 when nobody,' +
        '\nor more than one customer, is known by that. The last lines say what must be deleted at Retell and Cal.com.\n' +
        privacySettings,
    )
    .action((customer: string, options: Json & EraseOptions) =>
      answer(line, options, erasePersonCommand(line, customer, options)),
    );

  const actSettings = '\nSettings: RABBITMQ_URL, MESSAGING_PREFIX. Records has to run.\n';
  const again =
    '\nSafe to run again: what is so already ends with 0 and changes nothing. What is refused ends with 1.\n';
  const appointments = program
    .command('appointments')
    .description('what people decide about an appointment: its call, and its note');
  verb(appointments, 'show', 'its call, note and version')
    .argument('<id>', 'of the appointment')
    .addHelpText('after', examples('callbook appointments show 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11') + actSettings)
    .action((id: string, options: Json) => answer(line, options, showAppointmentCommand(line, id)));
  act(appointments, 'link', 'give it to a call, whichever it belonged to before; facts decide about its link no more')
    .argument('<id>', 'of the appointment')
    .argument('<call>', 'id of the call, here or at Retell')
    .option('--version <number>', 'refuse it when the appointment was changed since that version')
    .addHelpText(
      'after',
      examples('callbook appointments link 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 call_5f2a --why "booked by hand"') +
        again +
        actSettings,
    )
    .action((id: string, call: string, options: Json & AppointmentActOptions) =>
      answer(line, options, linkAppointmentCommand(line, id, call, options)),
    );
  act(appointments, 'unlink', 'take it from its call, on both sides; facts do not bring the link back')
    .argument('<id>', 'of the appointment')
    .option('--version <number>', 'refuse it when the appointment was changed since that version')
    .addHelpText(
      'after',
      examples('callbook appointments unlink 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --why "another caller"') +
        again +
        actSettings,
    )
    .action((id: string, options: Json & AppointmentActOptions) =>
      answer(line, options, unlinkAppointmentCommand(line, id, options)),
    );
  act(appointments, 'note', 'write its note, in place of the one before')
    .argument('<id>', 'of the appointment')
    .argument('[text]', 'the whole note')
    .option('--clear', 'remove the note')
    .option('--version <number>', 'refuse it when the appointment was changed since that version')
    .addHelpText(
      'after',
      examples(
        'callbook appointments note 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 "brings her own towel" --why "she rang" --version 3',
        'callbook appointments note 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --clear --why "no longer true"',
      ) +
        again +
        actSettings,
    )
    .action((id: string, text: string | undefined, options: Json & NoteOptions) =>
      answer(line, options, noteAppointmentCommand(line, id, text, options)),
    );

  const customers = program.command('customers').description('customers who are one person, or were taken for one');
  verb(customers, 'show', 'who is known by that, merged ones included')
    .argument('<who>', 'id, number in E.164 or e-mail address')
    .option('--company <slug>', 'of one company')
    .addHelpText(
      'after',
      examples('callbook customers show +4915112345678', 'callbook customers show eva@kunde.example --json') +
        actSettings,
    )
    .action((who: string, options: Json & { readonly company?: string }) =>
      answer(line, options, showCustomersCommand(line, who, options)),
    );
  act(customers, 'merge', 'make one customer of two: calls and appointments go to the other, later ones too')
    .argument('<id>', 'the customer that ends; it stays, and the merge can be taken back')
    .argument('<into>', 'the customer that goes on')
    .option('--dry-run', 'only say what would be')
    .addHelpText(
      'after',
      examples(
        'callbook customers merge 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 0b0e2f0e-5f0e-5d7e-9a51-2b1f6a3f8c22 --why "new number" --dry-run',
      ) +
        again +
        actSettings,
    )
    .action((id: string, into: string, options: Json & MergeOptions) =>
      answer(line, options, mergeCustomersCommand(line, id, into, options)),
    );
  act(customers, 'unmerge', 'take a merge back: what it moved, and what came since, belongs to the customer again')
    .argument('<id>', 'the customer that was merged')
    .option('--dry-run', 'only say what would be')
    .addHelpText(
      'after',
      examples('callbook customers unmerge 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --why "two people after all"') +
        again +
        actSettings,
    )
    .action((id: string, options: Json & MergeOptions) =>
      answer(line, options, unmergeCustomerCommand(line, id, options)),
    );

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

/** A verb by which a person decides something: who and why are kept with it, and told to everybody. */
function act(parent: Command, name: string, description: string): Command {
  return verb(parent, name, description)
    .requiredOption('--why <text>', 'why, kept with the act and published: no names or numbers')
    .option('--actor <name>', 'who decides, kept with the act', userName());
}

async function answer({ stdout }: CommandLine, { json = false }: Json, result: Promise<Answer>): Promise<void> {
  const { json: document, text, exitCode } = await result;
  stdout(json ? `${JSON.stringify({ ok: exitCode === undefined, ...document }, null, 2)}\n` : `${text}\n`);
  if (exitCode !== undefined) throw new Verdict(exitCode);
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  npx ${line}\n`).join('')}`;
}

const exits = '\nExit codes: 0 done, 1 there is a problem, 2 called or configured wrongly.\n';
