import { Command } from 'commander';
import type { CommandLine } from './command-line';
import { appointmentsVerbs } from './verbs/appointments';
import { catalogueVerbs } from './verbs/catalogue';
import { customersVerbs } from './verbs/customers';
import { migrateVerbs } from './verbs/migrate';
import { owedVerbs } from './verbs/owed';
import { privacyVerbs } from './verbs/privacy';
import { tokensVerbs } from './verbs/tokens';
import { topologyVerbs } from './verbs/topology';
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
  catalogueVerbs(program, line);
  owedVerbs(program, line);
  tokensVerbs(program, line);
  privacyVerbs(program, line);
  appointmentsVerbs(program, line);
  customersVerbs(program, line);
  return program;
}
