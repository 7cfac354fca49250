import 'reflect-metadata';
import { runCommandLine } from './cli/run-command-line';
import { environment } from './config';

void runCommandLine(process.argv.slice(2), {
  env: environment,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
