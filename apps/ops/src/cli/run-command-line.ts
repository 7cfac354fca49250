import { CommanderError } from 'commander';
import { type CommandLine, type FailureCode, Verdict } from './command-line';
import { failureOf } from './failure-of';
import { createProgram } from './program';

/** Runs one command and resolves with its exit code: 0 done, 1 a problem, 2 called or configured wrongly. Never throws. */
export async function runCommandLine(args: readonly string[], line: CommandLine): Promise<0 | FailureCode> {
  try {
    await createProgram(line).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0; // it was asked for help
    if (error instanceof Verdict) return error.exitCode;
    const { message, next, exitCode, problems } = failureOf(error);
    // Of a wrong call Commander itself has told people already.
    if (!(error instanceof CommanderError)) line.stderr(`${message}\n${next}\n`);
    if (args.includes('--json'))
      line.stdout(`${JSON.stringify({ ok: false, problem: message, problems, next }, null, 2)}\n`);
    return exitCode;
  }
}
