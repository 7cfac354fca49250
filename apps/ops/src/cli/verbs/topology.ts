import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { queuesCommand } from '../commands/queues';
import {
  checkTopologyCommand,
  declareTopologyCommand,
  migrateTopologyCommand,
  printTopologyCommand,
} from '../commands/topology';
import { answer, examples, type Json, verb } from './verb';

const settings = 'RABBITMQ_URL, RETRY_LADDER, DELIVERY_LIMIT, MESSAGING_PREFIX';

export function topologyVerbs(program: Command, line: CommandLine): void {
  const topology = program.command('topology').description('exchange, queues, dead letters and rungs of the broker');
  verb(topology, 'declare', 'declare everything, before any app starts; safe to run again')
    .addHelpText('after', examples('callbook topology declare') + `\nSettings: ${settings}.\n`)
    .action((options: Json) => answer(line, options, declareTopologyCommand(line)));
  verb(topology, 'print', 'show what would be declared; needs no broker')
    .addHelpText(
      'after',
      examples('callbook topology print', 'callbook topology print --json') +
        `\nSettings: ${settings}, without RABBITMQ_URL.\n`,
    )
    .action((options: Json) => answer(line, options, printTopologyCommand(line)));
  verb(topology, 'check', 'what is missing at the broker, or has other arguments: one line each, with its repair')
    .addHelpText(
      'after',
      examples('callbook topology check', 'callbook topology check --json') +
        '\nChanges nothing. Ends with 0 when all is there, with 1 when something is to be repaired, and with 2 when that could not be\n' +
        'told of bindings, for which the management API is needed.\n' +
        `\nSettings: ${settings}; RABBITMQ_MANAGEMENT_URL.\n`,
    )
    .action((options: Json) => answer(line, options, checkTopologyCommand(line)));
  verb(topology, 'migrate', 'give queues other arguments, which cannot be changed under a name; no message is lost')
    .option('--yes', 'do it; otherwise it is only shown')
    .addHelpText(
      'after',
      examples('callbook topology migrate', 'DELIVERY_LIMIT=30 callbook topology migrate --yes').replace(
        'npx DELIVERY_LIMIT=30',
        'DELIVERY_LIMIT=30 npx',
      ) +
        '\nBooking, records and ops must be stopped, and the rungs empty; the gateways may go on. What waits in a queue, and what\n' +
        'comes meanwhile, is kept in a queue beside it. Interrupted, it is finished by running it again. A message may come twice.\n' +
        `\nSettings: ${settings}; RABBITMQ_MANAGEMENT_URL.\n`,
    )
    .action((options: Json & { readonly yes?: boolean }) =>
      answer(line, options, migrateTopologyCommand(line, options)),
    );
}

export function queuesVerb(program: Command, line: CommandLine): void {
  verb(program, 'queues', 'how deep each queue is, who consumes it, and what of it is dead')
    .addHelpText(
      'after',
      examples('callbook queues', 'callbook queues --json') +
        '\nEnds with 1 when a queue needs somebody: it is missing, nobody consumes it, too much waits, or dead letters are open.\n' +
        'What is handed over and not answered is known with the management API only, and some seconds old.\n' +
        `\nSettings: ${settings}; OPS_DATABASE_URL, or else DATABASE_URL; RABBITMQ_MANAGEMENT_URL.\n`,
    )
    .action((options: Json) => answer(line, options, queuesCommand(line)));
}
