import { AsyncLocalStorage } from 'node:async_hooks';

/** What ties everything one phone call causes together, in logs and in the events published meanwhile. */
export interface Correlation {
  readonly correlationId: string;
  /** Id of the message being handled: it becomes the causation id of what is published meanwhile. */
  readonly causationId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
  /** The replay by which an operator sent the message that is being handled: what it does is reported then. */
  readonly replayId?: string;
  /** The message is told again out of the history: what follows from it was told when it was new, and is not told again. */
  readonly isFromHistory?: boolean;
}

const storage = new AsyncLocalStorage<Correlation>();

export const correlation = {
  /** Runs `work`, and everything it awaits, under this correlation. */
  run<T>(context: Correlation, work: () => T): T {
    return storage.run(context, work);
  },
};

/** The correlation of the work under way; undefined outside any. */
export function currentCorrelation(): Correlation | undefined {
  return storage.getStore();
}
