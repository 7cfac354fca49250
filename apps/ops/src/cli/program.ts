import { Command } from 'commander';
import type { CommandLine } from './command-line';
import { alertsVerbs } from './verbs/alerts';
import { appointmentsVerbs } from './verbs/appointments';
import { catalogueVerbs } from './verbs/catalogue';
import { completionVerb } from './verbs/completion';
import { customersVerbs } from './verbs/customers';
import { eventsVerbs } from './verbs/events';
import { dlqVerbs } from './verbs/dlq';
import { migrateVerbs } from './verbs/migrate';
import { owedVerbs } from './verbs/owed';
import { privacyVerbs } from './verbs/privacy';
import { subscribersVerbs } from './verbs/subscribers';
import { tokensVerbs } from './verbs/tokens';
import { queuesVerb, topologyVerbs } from './verbs/topology';
import { examples } from './verbs/verb';

const exits = '\nExit codes: 0 done, 1 there is a problem, 2 called or configured wrongly, or not determined.\n';

/** The `callbook` command: each subject's verbs, with arguments, options and examples, are in `verbs/`, what they do in `commands/`. */
export function createProgram(line: CommandLine): Command {
  const program = new Command('callbook')
    .description(
      'Runs and looks after Callbook: database, broker, catalogue, what callers are owed, and what people decide.',
    )
    .exitOverride()
    .configureOutput({ writeOut: line.stdout, writeErr: line.stderr })
    .showHelpAfterError('(add --help for what is possible)')
    .helpCommand(false)
    .addHelpText(
      'after',
      examples('callbook migrate', 'callbook catalogue import salon.yaml', 'callbook migrate --help') + exits,
    );

  migrateVerbs(program, line);
  topologyVerbs(program, line);
  queuesVerb(program, line);
  catalogueVerbs(program, line);
  eventsVerbs(program, line);
  owedVerbs(program, line);
  tokensVerbs(program, line);
  subscribersVerbs(program, line);
  alertsVerbs(program, line);
  privacyVerbs(program, line);
  appointmentsVerbs(program, line);
  customersVerbs(program, line);
  dlqVerbs(program, line);
  completionVerb(program, line);
  return program;
}
