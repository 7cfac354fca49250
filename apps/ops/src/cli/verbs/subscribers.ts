import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import {
  addSubscriberCommand,
  type AddOptions,
  renewSubscriberCommand,
  type RenewOptions,
} from '../commands/add-subscriber';
import { listSubscribersCommand, type ListOptions } from '../commands/list-subscribers';
import { removeSubscriberCommand, type RemoveOptions } from '../commands/remove-subscriber';
import { type ResendOptions, resendToSubscriberCommand } from '../commands/resend-to-subscriber';
import { userName } from '../user-name';
import { answer, examples, type Json, verb } from './verb';

export function subscribersVerbs(program: Command, line: CommandLine): void {
  const subscribers = program
    .command('subscribers')
    .description("programs outside that hear one company's events on the broker");
  const settings =
    '\nSettings: RABBITMQ_URL, RABBITMQ_MANAGEMENT_URL, MESSAGING_PREFIX; and OPS_DATABASE_URL, or else DATABASE_URL.\n';
  verb(subscribers, 'add', 'make a broker user for one, say how to bind, and show its password this one time')
    .argument('<name>', 'a word for it: its queues are called subscriber.NAME.…')
    .requiredOption('--company <slug>', 'whose events it may hear, and no others')
    .option('--by <who>', 'who makes it', userName())
    .addHelpText(
      'after',
      examples('callbook subscribers add crm --company salon-lindenhof') +
        '\nEnds with 1 when there is one of that name, or no such company; nothing is changed then. Queues that an earlier one' +
        '\nof that name has left are removed.\n' +
        settings,
    )
    .action((name: string, options: Json & AddOptions) =>
      answer(line, options, addSubscriberCommand(line, name, options)),
    );
  verb(subscribers, 'ls', 'which there are, and how much waits for each')
    .option('--company <slug>', 'of one company')
    .addHelpText(
      'after',
      examples('callbook subscribers ls', 'callbook subscribers ls --json') +
        '\nEnds with 1 when events wait for one that is not there to take them.\n' +
        '\nSettings: RABBITMQ_URL, RABBITMQ_MANAGEMENT_URL, MESSAGING_PREFIX.\n',
    )
    .action((options: Json & ListOptions) => answer(line, options, listSubscribersCommand(line, options)));
  verb(subscribers, 'renew', 'a new password in place of the one before; queues and what is in them stay')
    .argument('<name>', 'from callbook subscribers ls')
    .option('--by <who>', 'who renews it', userName())
    .addHelpText('after', examples('callbook subscribers renew crm') + settings)
    .action((name: string, options: Json & RenewOptions) =>
      answer(line, options, renewSubscriberCommand(line, name, options)),
    );
  verb(subscribers, 'resend', 'send it events of the past once more; says what it would send unless --yes is given')
    .argument('<name>', 'from callbook subscribers ls')
    .requiredOption('--since <moment>', 'from then on, by the time of the event: 2026-11-20 or 2026-11-20T08:00, UTC')
    .option('--until <moment>', 'up to then; default now')
    .option('--type <type>', 'of one type: booking.created, or booking.*')
    .option('--queue <ending>', 'to subscriber.NAME.<ending>', 'events')
    .option('--yes', 'send them')
    .option('--by <who>', 'who sends them', userName())
    .addHelpText(
      'after',
      examples(
        'callbook subscribers resend crm --since 2026-11-01',
        'callbook subscribers resend crm --since 2026-11-01 --type booking.created --yes',
      ) +
        '\nSafe to run again: events keep their ids. Nothing is sent of people who were erased. Ends with 1 when events were left' +
        '\nout because they break their contract, and names them.\n' +
        settings,
    )
    .action((name: string, options: Json & ResendOptions) =>
      answer(line, options, resendToSubscriberCommand(line, name, options)),
    );
  verb(subscribers, 'remove', 'end its connections, and delete its user and its queues; safe to run again')
    .argument('<name>', 'from callbook subscribers ls')
    .option('--yes', 'also when events wait in its queues, which are lost to it then')
    .option('--by <who>', 'who removes it', userName())
    .addHelpText(
      'after',
      examples('callbook subscribers remove crm', 'callbook subscribers remove crm --yes') +
        '\nEnds with 1 when events wait, in queues of one that was removed by half too, unless --yes is given.\n' +
        settings,
    )
    .action((name: string, options: Json & RemoveOptions) =>
      answer(line, options, removeSubscriberCommand(line, name, options)),
    );
}
