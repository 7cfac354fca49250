import type { Command } from 'commander';
import type { CommandLine } from '../command-line';
import {
  mergeCustomersCommand,
  type MergeOptions,
  showCustomersCommand,
  unmergeCustomerCommand,
} from '../commands/customers';
import { act, actSettings, again, answer, examples, type Json, verb } from './verb';

export function customersVerbs(program: Command, line: CommandLine): void {
  const customers = program.command('customers').description('customers who are one person, or were taken for one');
  verb(customers, 'show', 'who is known by that, merged ones included')
    .argument('<who>', 'id, number in E.164 or e-mail address')
    .option('--company <slug>', 'of one company')
    .addHelpText(
      'after',
      examples('callbook customers show +4915112345678', 'callbook customers show eva@kunde.example --json') +
        actSettings,
    )
    .action((who: string, options: Json & { readonly company?: string }) =>
      answer(line, options, showCustomersCommand(line, who, options)),
    );
  act(customers, 'merge', 'make one customer of two: calls and appointments go to the other, later ones too')
    .argument('<id>', 'the customer that ends; it stays, and the merge can be taken back')
    .argument('<into>', 'the customer that goes on')
    .option('--dry-run', 'only say what would be')
    .addHelpText(
      'after',
      examples(
        'callbook customers merge 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 0b0e2f0e-5f0e-5d7e-9a51-2b1f6a3f8c22 --why "new number" --dry-run',
      ) +
        again +
        actSettings,
    )
    .action((id: string, into: string, options: Json & MergeOptions) =>
      answer(line, options, mergeCustomersCommand(line, id, into, options)),
    );
  act(customers, 'unmerge', 'take a merge back: what it moved, and what came since, belongs to the customer again')
    .argument('<id>', 'the customer that was merged')
    .option('--dry-run', 'only say what would be')
    .addHelpText(
      'after',
      examples('callbook customers unmerge 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --why "two people after all"') +
        again +
        actSettings,
    )
    .action((id: string, options: Json & MergeOptions) =>
      answer(line, options, unmergeCustomerCommand(line, id, options)),
    );
}
