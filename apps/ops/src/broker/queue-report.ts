import type { TopologyLook } from '@callbook/messaging';

/** A consumer's queue, at the broker and in the store. */
export interface QueueLine {
  readonly queue: string;
  /** Null: the queue is missing. */
  readonly ready: number | null;
  /** Handed over and not answered; null: not known. */
  readonly unacked: number | null;
  readonly consumers: number | null;
  /** In `.dead`, not moved into the store yet; null: that queue is missing. */
  readonly deadAtBroker: number | null;
  /** In the store, and open. */
  readonly deadOpen: number;
  /** What somebody has to do something about; empty when nothing. */
  readonly problems: readonly string[];
}

/** Waiting messages from which on consumers are thought to be too slow or stuck. */
const backlog = 10_000;

/** Which queues need somebody, and why. */
export function queueReport(
  { consumers }: TopologyLook,
  open: ReadonlyMap<string, number>,
  unacked: ReadonlyMap<string, number> | undefined,
): QueueLine[] {
  return consumers.map(({ queue, own, dead }) => {
    const deadOpen = open.get(queue) ?? 0;
    const problems = [
      ...(own ? [] : ['the queue is missing: callbook topology declare']),
      ...(dead ? [] : ['its dead queue is missing: callbook topology declare']),
      ...(own && own.consumers === 0 ? [`nobody consumes it: is ${queue.split('.')[0]} running?`] : []),
      ...(own && own.messagesReady >= backlog ? [`${own.messagesReady} messages wait`] : []),
      ...(deadOpen > 0 ? [`${deadOpen} dead: callbook dlq ls --queue ${queue}`] : []),
    ];
    return {
      queue,
      ready: own?.messagesReady ?? null,
      unacked: unacked?.get(queue) ?? null,
      consumers: own?.consumers ?? null,
      deadAtBroker: dead?.messagesReady ?? null,
      deadOpen,
      problems,
    };
  });
}
