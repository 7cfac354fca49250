import { type Command, Option } from 'commander';
import type { CommandLine } from '../command-line';
import {
  annotateCommand,
  type AnnotateOptions,
  discardCommand,
  type DiscardOptions,
  editLetterCommand,
  type EditLetterOptions,
  undoCommand,
  type WhyOptions,
} from '../commands/dead-letter-acts';
import { auditCommand, type AuditOptions } from '../commands/letter-audit';
import { type GroupOptions, listGroupsCommand } from '../commands/list-letter-groups';
import { listLettersCommand, type ListOptions } from '../commands/list-letters';
import { showLetterCommand } from '../commands/show-letter';
import { userName } from '../user-name';
import { replayVerbs } from './dlq-replay';
import { answer, examples, type Json, verb } from './verb';

const settings = '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL.\n';
const times =
  '\nTimes: 2026-11-21T10:00:00Z, or how long ago: 30m, 2h, 3d. Of an id its first eight characters are enough.\n';

export function dlqVerbs(program: Command, line: CommandLine): void {
  const dlq = program
    .command('dlq')
    .description('dead letters: messages that could not be handled, why, and what to do');
  lookVerbs(dlq, line);
  actVerbs(dlq, line);
  replayVerbs(dlq, line, choosing);
}

const several = (value: string, before: string[] = []): string[] => [...before, value];

/** The options by which dead letters are chosen; the same wherever they are. */
export function choosing(command: Command): Command {
  return command
    .option('--queue <name>', 'of one consumer')
    .option('--code <code>', 'that failed with this code')
    .option('--company <slug>', 'of one company')
    .option('--type <type>', 'of one event type, for instance booking.created.v1')
    .option('--group <id>', 'of one cause, from callbook dlq groups')
    .addOption(
      new Option(
        '--state <state>',
        'open (default), replaying, resolved, discarded, too_late or all; may be given again',
      ).argParser(several),
    )
    .option('--since <time>', 'that died then or later')
    .option('--until <time>', 'that died before')
    .option('--call <id>', "of one call, by Retell's id");
}

function lookVerbs(dlq: Command, line: CommandLine): void {
  choosing(verb(dlq, 'ls', 'one line each, the newest first'))
    .option('--limit <count>', 'at most so many', '50')
    .option('--after <id>', 'go on behind this one')
    .addHelpText(
      'after',
      examples(
        'callbook dlq ls',
        'callbook dlq ls --queue records.booking-created --since 2h',
        'callbook dlq ls --call call_8f1e… --state all --json',
      ) +
        times +
        settings,
    )
    .action((options: Json & ListOptions) => answer(line, options, listLettersCommand(line, options)));
  verb(dlq, 'groups', 'by cause: how many, since when, trend, note and owner')
    .option('--queue <name>', 'of one consumer')
    .option('--code <code>', 'with this code')
    .option('--company <slug>', 'of one company')
    .option('--owner <who>', 'of one person')
    .option('--all', 'also those without an open letter')
    .addHelpText('after', examples('callbook dlq groups', 'callbook dlq groups --all --json') + settings)
    .action((options: Json & GroupOptions) => answer(line, options, listGroupsCommand(line, options)));
  verb(dlq, 'show', 'one dead letter: why it died, headers, body, edits, what was done, what to do next')
    .argument('<id>', 'from callbook dlq ls')
    .option('--full', 'the body uncut')
    .addHelpText(
      'after',
      examples('callbook dlq show 6f1c2f0e', 'callbook dlq show 6f1c2f0e --json') +
        '\nWith --json bodies are base64.\n' +
        settings,
    )
    .action((id: string, options: Json & { readonly full?: boolean }) =>
      answer(line, options, showLetterCommand(line, id, options)),
    );
  verb(dlq, 'audit', 'who did what, when and why, the newest first')
    .option('--letter <id>', 'about one dead letter')
    .option('--group <id>', 'about one group')
    .option('--by <who>', 'by one person')
    .option('--since <time>', 'then or later')
    .option('--until <time>', 'before')
    .option('--limit <count>', 'at most so many', '50')
    .option('--before <number>', 'go on before this one')
    .addHelpText(
      'after',
      examples('callbook dlq audit', 'callbook dlq audit --letter 6f1c2f0e --json') + times + settings,
    )
    .action((options: Json & AuditOptions) => answer(line, options, auditCommand(line, options)));
}

const by = (command: Command): Command => command.option('--by <who>', 'who decides, kept with the act', userName());
const why = (command: Command): Command =>
  by(command).requiredOption('--why <text>', 'why, kept with the act: no names or numbers');
const again = '\nWhat is refused ends with 1 and changes nothing. Everything is written down: callbook dlq audit.\n';

function actVerbs(dlq: Command, line: CommandLine): void {
  by(verb(dlq, 'note', 'write what is known of a cause'))
    .argument('<group>', 'from callbook dlq groups')
    .argument('[text]', 'the whole note')
    .option('--clear', 'remove it')
    .addHelpText(
      'after',
      examples('callbook dlq note 6f1c2f0e "the catalogue lacks the new service, Eva adds it"') + settings,
    )
    .action((group: string, text: string | undefined, options: Json & AnnotateOptions) =>
      answer(line, options, annotateCommand(line, 'note', group, text, options)),
    );
  by(verb(dlq, 'own', 'say who looks after a cause'))
    .argument('<group>', 'from callbook dlq groups')
    .argument('[who]', 'a name')
    .option('--clear', 'nobody')
    .addHelpText('after', examples('callbook dlq own 6f1c2f0e anna', 'callbook dlq own 6f1c2f0e --clear') + settings)
    .action((group: string, who: string | undefined, options: Json & AnnotateOptions) =>
      answer(line, options, annotateCommand(line, 'owner', group, who, options)),
    );
  why(verb(dlq, 'edit', 'correct the body; the original is kept, and it can be undone'))
    .argument('<id>', 'of an open letter')
    .option('--file <file>', 'the whole new body')
    .addOption(new Option('--set <path=value>', 'one value; JSON, or else text; may be given again').argParser(several))
    .addOption(new Option('--remove <path>', 'remove one field; may be given again').argParser(several))
    .option('--force', 'even if it breaks the contract')
    .option('--dry-run', 'only show what would change')
    .addHelpText(
      'after',
      examples(
        'callbook dlq edit 6f1c2f0e --set data.start=2026-11-26T09:00:00.000Z --why "wrong year" --dry-run',
        'callbook dlq edit 6f1c2f0e --file body.json --why "cut off on the way"',
      ) +
        again +
        settings,
    )
    .action((id: string, options: Json & EditLetterOptions) =>
      answer(line, options, editLetterCommand(line, id, options)),
    );
  why(verb(dlq, 'discard', 'nobody needs these; they are kept, and it can be undone'))
    .argument('[ids...]', 'of open letters')
    .option('--group <id>', 'all open ones of a cause; shows how many unless --yes is given')
    .option('--yes', 'discard them')
    .addHelpText(
      'after',
      examples(
        'callbook dlq discard 6f1c2f0e --why "sent by a test"',
        'callbook dlq discard --group 0b0e2f0e --why "sent by a test" --yes',
      ) +
        again +
        settings,
    )
    .action((ids: string[], options: Json & DiscardOptions) =>
      answer(line, options, discardCommand(line, ids, options)),
    );
  why(verb(dlq, 'undo', 'take back the last decision: discarded, too late, an edit, or to wait for one that was sent'))
    .argument('<id>', 'of the letter')
    .addHelpText('after', examples('callbook dlq undo 6f1c2f0e --why "it was needed after all"') + again + settings)
    .action((id: string, options: Json & WhyOptions) => answer(line, options, undoCommand(line, id, options)));
}
