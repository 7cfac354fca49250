import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { planReplayCommand, type PlanOptions } from '../commands/plan-replay';
import { replayLettersCommand, type ReplayLettersOptions } from '../commands/replay-letters';
import { userName } from '../user-name';
import { answer, examples, type Json, verb } from './verb';

const settings = '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL; RABBITMQ_URL, MESSAGING_PREFIX.\n';

/** @param choosing the options by which dead letters are chosen */
export function replayVerbs(dlq: Command, line: CommandLine, choosing: (command: Command) => Command): void {
  choosing(verb(dlq, 'plan', 'what a replay would do now, message by message; sends nothing'))
    .argument('[ids...]', 'of open letters; without, all that the options choose')
    .option('--by <who>', 'who plans, kept with the plan', userName())
    .addHelpText(
      'after',
      examples(
        'callbook dlq plan --group 0b0e2f0e',
        'callbook dlq plan 6f1c2f0e 77aa01b2',
        'callbook dlq plan --queue records.booking-created --since 2h --json',
      ) +
        '\nThe apps that own the queues are asked: records handles each message and takes it back, booking looks at its rounds and' +
        '\nthe clock. They have to run. A plan is good for 15 minutes. With --json every message is listed, 10,000 at most.\n' +
        settings,
    )
    .action((ids: string[], options: PlanOptions) => answer(line, options, planReplayCommand(line, ids, options)));
  verb(dlq, 'replay', 'carry out a plan: one message at a time, until one does something else')
    .option('--plan <hash>', 'from callbook dlq plan; its beginning is enough')
    .option('--resume <id>', 'go on with one that has stopped, after the message it stopped at')
    .option('--stop <id>', 'end one that runs: the message under way is the last; it can be resumed')
    .option('--report <id>', 'only show what was predicted and what came of it')
    .option('--yes', 'confirmed; on a terminal the number of messages can be typed instead')
    .option('--rate <number>', 'messages a second at most; default 10')
    .option('--by <who>', 'who confirms or stops, kept with the act', userName())
    .option('--no-follow', 'do not wait for the end')
    .option('--messages', 'message by message')
    .addHelpText(
      'after',
      examples(
        'callbook dlq replay --plan 3f9a01c2d4e5f607 --yes',
        'callbook dlq replay --plan 3f9a01c2d4e5f607 --yes --rate 50 --by anna',
        'callbook dlq replay --report 6f1c2f0e --messages',
        'callbook dlq replay --stop 6f1c2f0e --by anna',
        'callbook dlq replay --resume 6f1c2f0e --yes',
      ) +
        '\nThe ops process sends; this command follows, and may be stopped. What would fail again is not sent and stays open; what is' +
        '\ntoo late is marked so. Ends with 1 when it is refused (nothing is sent then) or has stopped.\n' +
        settings,
    )
    .action((options: Json & ReplayLettersOptions) => answer(line, options, replayLettersCommand(line, options)));
}
