import type { Command } from 'commander';
import type { OwedAnswerFilter } from '../../owed-answers/list-owed-answers';
import type { CommandLine } from '../command-line';
import { listOwedCommand, type SettleOptions, settleOwedCommand } from '../commands/owed';
import { answer, examples, type Json, verb } from './verb';

export function owedVerbs(program: Command, line: CommandLine): void {
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
}
