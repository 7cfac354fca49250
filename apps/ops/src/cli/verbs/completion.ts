import { Argument, type Command } from 'commander';
import type { CommandLine } from '../command-line';
import { completionScript, type Shell, shells } from '../completion';
import { examples } from './verb';

export function completionVerb(program: Command, { stdout }: CommandLine): void {
  program
    .command('completion')
    .description('a script with which your shell completes commands and options')
    .addArgument(new Argument('<shell>', 'whose').choices(shells))
    .addHelpText(
      'after',
      examples('callbook completion bash > ~/.callbook-completion', 'callbook completion fish | source') +
        '\nSource it where your shell starts. It completes the command callbook, not npx callbook: alias callbook="npx callbook".\n',
    )
    .action((shell: Shell) => stdout(completionScript(program, shell)));
}
