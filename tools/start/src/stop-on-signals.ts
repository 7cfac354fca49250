export interface Stopping {
  /** Aborted by the first signal; its reason is a StoppedByUser. */
  readonly signal: AbortSignal;
  release(): void;
}

/** The person at the keyboard, or whoever stands for them, wants it to end. */
export class StoppedByUser extends Error {
  override readonly name = 'StoppedByUser';
}

/** One Ctrl-C can reach us several times at once: from the terminal, and passed on by npm. */
const sameMs = 500;

/** Ctrl-C, SIGTERM and SIGHUP ask to stop. Those after the first are told, and change nothing: stopping is under way. */
export function stopOnSignals(told: (again: boolean) => void): Stopping {
  const controller = new AbortController();
  let first: number | undefined;
  const stop = (name: NodeJS.Signals) => {
    const now = performance.now();
    if (first === undefined || now - first > sameMs) told(first !== undefined);
    first ??= now;
    controller.abort(new StoppedByUser(name));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    release: () => signals.forEach((name) => process.off(name, stop)),
  };
}
