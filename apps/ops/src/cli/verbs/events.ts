import { type Command, Option } from 'commander';
import type { CommandLine } from '../command-line';
import { replayEventsCommand, type ReplayOptions } from '../commands/replay-events';
import { showEventsCommand, type ShowOptions } from '../commands/show-events';
import { tailEventsCommand, type TailOptions } from '../commands/tail-events';
import { userName } from '../user-name';
import { answer, examples, type Json, verb } from './verb';

const databaseSettings = '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL.\n';

export function eventsVerbs(program: Command, line: CommandLine): void {
  const events = program.command('events').description('every event there was: followed, looked up, told again');
  filtered(verb(events, 'tail', 'show events as they come, until it is interrupted; with --json one document a line'))
    .option('--last <number>', 'how many of those before to begin with', '10')
    .addHelpText(
      'after',
      examples('callbook events tail', "callbook events tail --company salon-lindenhof --type 'booking.*' --json") +
        databaseSettings,
    )
    .action((options: TailOptions) => tailEventsCommand(line, options));

  filtered(verb(events, 'show', "one event, or a call's story, oldest first"))
    .argument('[id]', 'of an event')
    .option('--since <moment>', '2026-11-21, 2026-11-21T10:00+01:00, or how long ago: 30m, 2h, 7d')
    .option('--until <moment>', 'that moment is no longer shown')
    .option('--limit <number>', 'at most so many', '500')
    .addHelpText(
      'after',
      examples(
        'callbook events show --call call_0f3b6a',
        'callbook events show --since 2h --type booking.failed',
        'callbook events show 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --json',
      ) + databaseSettings,
    )
    .action((id: string | undefined, options: Json & ShowOptions) =>
      answer(line, options, showEventsCommand(line, id, options)),
    );

  filtered(verb(events, 'replay', 'tell events again to one consumer; says what it would send unless --yes is given'))
    .requiredOption('--since <moment>', '2026-11-21, 2026-11-21T10:00+01:00, or how long ago: 30m, 2h, 7d')
    .option('--until <moment>', 'that moment is no longer told; default now')
    .requiredOption('--to <queue>', 'a queue of the contracts, or "records" for all queues of records')
    .option('--rate <number>', 'events a second', '500')
    .option('--by <name>', 'who does it, kept with the act', userName())
    .addOption(new Option('--yes', 'send'))
    .addHelpText(
      'after',
      examples(
        'callbook events replay --since 2026-11-20T08:00 --until 2026-11-20T12:00 --to records.call-ended',
        'callbook events replay --since 2026-01-01 --to records --rate 1000 --yes',
      ) +
        '\nOldest first, under the ids they had: what was handled is known, and changes nothing. What follows from them is not' +
        '\npublished again. Requests to book are never told again. Can be stopped; it says where to go on.\n' +
        '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL; RABBITMQ_URL, MESSAGING_PREFIX.\n',
    )
    .action((options: Json & ReplayOptions) => answer(line, options, replayEventsCommand(line, options)));
}

function filtered(command: Command): Command {
  return command
    .option('--company <slug>', 'of one company')
    .option('--type <name>', 'of one type; * stands for anything')
    .option('--call <id>', "Retell's id of a call: of the call, or naming it");
}
