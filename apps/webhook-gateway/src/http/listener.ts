import type { FastifyReply } from 'fastify';

/** Whoever waits for a reply. */
export interface Listener {
  /** Aborted when the connection is gone before the reply was written. */
  readonly gone: AbortSignal;
  /** Settles when the exchange is over: whether the reply was written while the connection was open. */
  readonly answered: Promise<boolean>;
}

export function listenerOf({ raw }: Pick<FastifyReply, 'raw'>): Listener {
  const gone = new AbortController();
  const answered = new Promise<boolean>((resolve) => {
    const over = () => {
      if (!raw.writableFinished) gone.abort();
      resolve(raw.writableFinished);
    };
    if (raw.closed) over();
    else raw.once('close', over); // comes after `finish`, on connections that stay open too
  });
  return { gone: gone.signal, answered };
}
