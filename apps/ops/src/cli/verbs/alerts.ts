import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import { type AlertsFilter, listAlertsCommand, testAlertsCommand } from '../commands/alerts';
import { userName } from '../user-name';
import { answer, examples, type Json, verb } from './verb';

export function alertsVerbs(program: Command, line: CommandLine): void {
  const alerts = program
    .command('alerts')
    .description('what people were told of dead letters, and whether it reached them');
  const settings =
    '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL. Channels are a setting of ops: ALERT_WEBHOOKS.\n';
  verb(alerts, 'ls', 'the latest alerts, and what became of each on its way')
    .option('--limit <n>', 'how many', '20')
    .addHelpText(
      'after',
      examples('callbook alerts ls', 'callbook alerts ls --limit 100 --json') +
        '\nEnds with 1 when an alert has not got through for ten minutes, or was raised while no channel was set.\n' +
        settings,
    )
    .action((options: Json & AlertsFilter) => answer(line, options, listAlertsCommand(line, options)));
  verb(alerts, 'test', 'an alert to every channel of ops, and whether it gets through within 30 seconds')
    .option('--by <who>', 'who asks, told in the alert', userName())
    .addHelpText('after', examples('callbook alerts test') + '\nOps has to run.\n' + settings)
    .action((options: Json & { readonly by: string }) => answer(line, options, testAlertsCommand(line, options)));
}
