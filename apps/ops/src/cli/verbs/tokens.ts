import type { Command } from 'commander';
import type { TokenFilter, WantedToken } from '../../api-tokens/api-tokens';
import type { CommandLine } from '../command-line';
import { createTokenCommand, listTokensCommand, revokeTokenCommand } from '../commands/tokens';
import { answer, examples, type Json, verb } from './verb';

export function tokensVerbs(program: Command, line: CommandLine): void {
  const tokens = program.command('tokens').description('with what outside programs read the records of one company');
  const tokenSettings = '\nSettings: OPS_DATABASE_URL, or else DATABASE_URL.\n';
  verb(tokens, 'create', 'make one, and show it this one time')
    .requiredOption('--company <slug>', 'whose records it opens')
    .requiredOption('--name <text>', 'whom or what it is for')
    .requiredOption('--by <who>', 'who makes it')
    .addHelpText(
      'after',
      examples('callbook tokens create --company salon-lindenhof --name "cash register" --by anna') + tokenSettings,
    )
    .action((options: Json & WantedToken) => answer(line, options, createTokenCommand(line, options)));
  verb(tokens, 'ls', 'which there are, and when each was last used, to the hour')
    .option('--company <slug>', 'of one company')
    .option('--all', 'also those that were revoked')
    .addHelpText('after', examples('callbook tokens ls', 'callbook tokens ls --all --json') + tokenSettings)
    .action((options: Json & TokenFilter) => answer(line, options, listTokensCommand(line, options)));
  verb(tokens, 'revoke', 'it stops working within ten seconds, for good; safe to run again')
    .argument('<id>', 'from callbook tokens ls')
    .requiredOption('--by <who>', 'who revokes it')
    .addHelpText(
      'after',
      examples('callbook tokens revoke 6f1c2f0e-5f0e-4d7e-9a51-2b1f6a3f8c11 --by anna') + tokenSettings,
    )
    .action((id: string, options: Json & { readonly by: string }) =>
      answer(line, options, revokeTokenCommand(line, id, options)),
    );
}
