import { constants } from 'node:os';
import { type Run } from './run';

const live = new Set<Run>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ends the run when this process exits without having done so. Returns the way to take that back. */
export function endWithProcess(run: Run): () => void {
  if (live.size === 0) process.on('exit', endAllAtOnce);
  live.add(run);
  return () => {
    live.delete(run);
    if (live.size === 0) process.off('exit', endAllAtOnce);
  };
}

/** On Ctrl-C, SIGTERM or SIGHUP ends the run, then exits with 128 plus the signal's number. Returns the way to take that back. */
export function endOnSignals(run: Run): () => void {
  let ending: Promise<void> | undefined;
  const end = (signal: NodeJS.Signals) => {
    // A second Ctrl-C finds the listener still here: by default it would kill us before the services have ended.
    ending ??= run.end().finally(() => process.exit(128 + constants.signals[signal]));
  };
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

function endAllAtOnce(): void {
  for (const run of live) run.endAtOnce();
}
