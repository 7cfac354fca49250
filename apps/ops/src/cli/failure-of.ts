import { CatalogueFileError, CompaniesMissing } from '@callbook/catalogue';
import { ConfigError } from '@callbook/config';
import { CommanderError } from 'commander';
import { CommandFailure } from './command-line';

/** What to tell the operator of an error: what is wrong, and what to do next. */
export function failureOf(error: unknown): CommandFailure {
  if (error instanceof CommandFailure) return error;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof CommanderError) return new CommandFailure(message, 'Add --help to see what is possible.', 2);
  if (error instanceof ConfigError) {
    const problems = error.problems.map((problem) => ({ message: problem }));
    return new CommandFailure(message, 'Set these variables; .env.example describes them.', 2, problems);
  }
  if (error instanceof CatalogueFileError)
    return new CommandFailure(message, 'Correct the file and import it again. Nothing was changed.', 1, error.problems);
  if (error instanceof CompaniesMissing) {
    const next =
      'Add them to the file (callbook catalogue export shows them), or end them with --end-missing-companies.';
    return new CommandFailure(message, next);
  }
  return new CommandFailure(stack ?? message, 'This should not happen: please report it with the lines above.');
}
