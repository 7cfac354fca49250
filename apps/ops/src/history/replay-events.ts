import { setTimeout as pause } from 'node:timers/promises';
import type { Event } from '@callbook/contracts';
import { historyHeader, NotConnectedError, type QueueSender } from '@callbook/messaging';
import type { Place, StoredEvent } from './find-events.repository';
import type { ReplayTarget } from './replay-target';

/** What is told before everything else: who must stay erased, and what the record has said already. */
export const toldFirst: readonly string[] = ['customer.erased.v1', 'appointment.completed.v1'];

const pageSize = 100;
const reconnectWithinMs = 30_000;

export interface Retelling {
  readonly target: ReplayTarget;
  /** Events a second. */
  readonly rate: number;
  /** The next events of these types, oldest first; none when that was all. */
  page(types: readonly string[], after: Place | null, limit: number): Promise<readonly StoredEvent[]>;
  readonly signal: AbortSignal;
  progress(sent: ReplayProgress): void;
}

export interface ReplayProgress {
  readonly sent: number;
  /** Of the last one; where to go on when it ends too early. */
  readonly at: Date | null;
}

/**
 * Tells stored events to queues again, oldest first, each under its own id and with the mark that it is history: whoever has
 * handled it knows it by its id, and what follows from it is not published again. To be gone on with where it was stopped:
 * what is sent twice is handled once.
 */
export async function replayEvents(
  sender: QueueSender,
  replay: Retelling,
): Promise<ReplayProgress & { stopped: boolean }> {
  const types = [...new Set([...replay.target.typesOf.values()].flat())];
  const passes = [types.filter((type) => toldFirst.includes(type)), types.filter((type) => !toldFirst.includes(type))];
  const begun = performance.now();
  let [sent, at]: [number, Date | null] = [0, null];
  for (const pass of passes.filter(({ length }) => length > 0)) {
    for (let after: Place | null = null; ;) {
      const events = await replay.page(pass, after, Math.min(pageSize, replay.rate));
      const last = events.at(-1);
      if (!last) break;
      if (replay.signal.aborted) return { sent, at, stopped: true };
      const kept = events.filter(({ event }) => event !== null) as (StoredEvent & { event: Event<unknown> })[];
      const sends = kept.flatMap(({ event }) =>
        queuesFor(event.type, replay.target).map((queue) => ({ queue, event })),
      );
      await Promise.all(sends.map(({ queue, event }) => sendPatiently(sender, queue, event)));
      [sent, at, after] = [sent + kept.length, pass === passes[1] ? last.time : at, last];
      replay.progress({ sent, at });
      await pause(Math.max(0, begun + (sent / replay.rate) * 1_000 - performance.now()));
    }
    if (pass === passes[0]) await untilTaken(sender, pass, replay);
  }
  return { sent, at, stopped: false };
}

function queuesFor(type: string, { typesOf }: ReplayTarget): string[] {
  return [...typesOf].filter(([, types]) => types.includes(type)).map(([queue]) => queue);
}

/** The broker may go away and come back meanwhile. @throws PublishError */
async function sendPatiently(sender: QueueSender, queue: string, event: Event<unknown>): Promise<void> {
  const since = performance.now();
  for (;;) {
    try {
      return await send(sender, queue, event);
    } catch (error) {
      if (!(error instanceof NotConnectedError) || performance.now() - since > reconnectWithinMs) throw error;
      await pause(500);
    }
  }
}

function send(sender: QueueSender, queue: string, event: Event<unknown>): Promise<void> {
  return sender.send(queue, {
    messageId: event.id,
    correlationId: event.correlationid,
    type: event.type,
    appId: event.source.slice(event.source.lastIndexOf('/') + 1),
    contentType: 'application/cloudevents+json',
    timestamp: Math.floor(Date.parse(event.time) / 1_000),
    headers: { ...(event.traceparent && { traceparent: event.traceparent }), [historyHeader]: true },
    content: Buffer.from(JSON.stringify(event)),
  });
}

/** What must be known before the rest is told. Where nobody takes it, it is taken before the rest later on. */
async function untilTaken(sender: QueueSender, types: readonly string[], { target, signal }: Retelling): Promise<void> {
  const queues = types.flatMap((type) => queuesFor(type, target));
  while (!signal.aborted) {
    const looks = await Promise.all(queues.map((queue) => sender.look(queue)));
    if (looks.every((look) => !look || look.messagesReady === 0 || look.consumers === 0)) return;
    await pause(100);
  }
}
