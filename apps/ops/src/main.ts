import 'reflect-metadata';
import { askOnTerminal } from './cli/ask-on-terminal';
import { runCommandLine } from './cli/run-command-line';
import { environment } from './config';

// Whoever reads the output may have enough of it, as `| head` does: that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void runCommandLine(process.argv.slice(2), {
  env: environment,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  ...(process.stdin.isTTY && { ask: askOnTerminal }),
}).then((code) => {
  process.exitCode = code;
});
