import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { declareTopologyCommand, printTopologyCommand } from '../commands/topology';
import { answer, examples, type Json, verb } from './verb';

export function topologyVerbs(program: Command, line: CommandLine): void {
  const topology = program.command('topology').description('exchange, queues, dead letters and rungs of the broker');
  const topologySettings = '\nSettings: RABBITMQ_URL (declare), RETRY_LADDER, DELIVERY_LIMIT, MESSAGING_PREFIX.\n';
  verb(topology, 'declare', 'declare everything, before any app starts; safe to run again')
    .addHelpText('after', examples('callbook topology declare') + topologySettings)
    .action((options: Json) => answer(line, options, declareTopologyCommand(line)));
  verb(topology, 'print', 'show what would be declared; needs no broker')
    .addHelpText('after', examples('callbook topology print', 'callbook topology print --json') + topologySettings)
    .action((options: Json) => answer(line, options, printTopologyCommand(line)));
}
