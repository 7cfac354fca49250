import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { erasePersonCommand, type EraseOptions, exportPersonCommand, type ExportOptions } from '../commands/privacy';
import { userName } from '../user-name';
import { answer, examples, type Json, verb } from './verb';

export function privacyVerbs(program: Command, line: CommandLine): void {
  const privacy = program.command('privacy').description('what is held of one person: handed out, or erased');
  const privacySettings = '\nSettings: RABBITMQ_URL, MESSAGING_PREFIX. Records, booking and ops have to run.\n';
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
        '\nor more than one customer, is known by that; when booking or ops has not erased its part within 20 seconds: it goes on' +
        '\nby itself; and when open dead letters name the person in a form that is not recognised: they are listed, and have to be' +
        '\ndiscarded. The last lines say what must be deleted at Retell and Cal.com.\n' +
        privacySettings,
    )
    .action((customer: string, options: Json & EraseOptions) =>
      answer(line, options, erasePersonCommand(line, customer, options)),
    );
}
