import { writeSync } from 'node:fs';
import { safeError } from './redaction/safe-error';

/**
 * From now on an error that nobody caught ends the process with exit code 1 and one line of the usual form. Node's own
 * report would quote the message, and whatever the error carries.
 */
export function endOnUncaught(app: string): void {
  process.on('uncaughtException', (error: unknown) => {
    try {
      writeSync(2, crashLine(app, 'an error that nobody caught ends the process', error));
    } finally {
      process.exit(1);
    }
  });
}

/**
 * From now on a line that cannot be written to stdout or stderr is lost, and the process goes on: the disk is full, or
 * whoever read the log is gone. Once there is room the lines are written again.
 */
export function outliveLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** A line for the log of a process whose logger is not there (yet). */
export function crashLine(app: string, msg: string, error: unknown): string {
  const line = { level: 'fatal', time: new Date().toISOString(), app, msg, error: safeError(error) };
  return `${JSON.stringify(line)}\n`;
}
