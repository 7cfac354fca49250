import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { BrokerBlockedError, NotConnectedError, type QueueSender, UnroutableError } from '@callbook/messaging';
import { counter } from '@callbook/observability';
import { difference, subjectOf } from './effect';
import { messageOf } from '../dead-letters/message-of';
import type { CurrentItem, ReplayRows, RunningReplay, Seen } from './replay-rows.repository';

const settled = counter({
  name: 'callbook_replayed_messages_total',
  help: 'Messages operators sent again, by how they ended',
  labelNames: ['result'],
});
const stops = counter({
  name: 'callbook_replay_stops_total',
  help: 'Replays that stopped before their end, by reason',
  labelNames: ['reason'],
});

/** Milliseconds. */
export interface RunSettings {
  /** How long a message may be on its way before the replay stops. */
  readonly effectWithinMs: number;
  /** After this another ops process goes on with a replay whose worker is silent. */
  readonly leaseMs: number;
  /** How long one replay is worked on before the next one has its turn. */
  readonly sliceMs: number;
}

export const usualRunSettings: RunSettings = { effectWithinMs: 60_000, leaseMs: 10_000, sliceMs: 1_000 };

type Step = 'settled' | 'waiting' | 'over';

/**
 * Carries out confirmed replays. One message is on its way at a time: the next is sent only when it is known what the one
 * before did, and that it is what was predicted. So a message that does something else is the last one sent. A message is
 * marked before it is sent, and sent again when it is not known whether it was: its consumer takes repetitions out.
 */
export class RunReplays {
  private readonly worker = randomUUID();
  /** What this process sent last of each replay, and the broker has confirmed. */
  private readonly last = new Map<string, { readonly place: number; readonly at: number }>();

  constructor(
    private readonly rows: ReplayRows,
    private readonly sender: Pick<QueueSender, 'send'>,
    private readonly settings: RunSettings = usualRunSettings,
  ) {}

  /** @returns whether there may be more to do at once. @throws Error when broker or database are away: it goes on when they are back */
  async execute(): Promise<boolean> {
    const { leaseMs, sliceMs } = this.settings;
    const replay = await this.rows.take(this.worker, leaseMs);
    if (!replay) return false;
    const until = performance.now() + sliceMs;
    while (performance.now() < until) {
      const item = await this.rows.current(replay.id, this.last.get(replay.id)?.place ?? 0);
      if (!item) {
        await this.rows.finish(replay, this.worker);
        this.last.delete(replay.id);
        return true;
      }
      const step = await this.step(replay, item, until);
      if (step !== 'settled') return true;
    }
    return true;
  }

  private async step(replay: RunningReplay, item: CurrentItem, until: number): Promise<Step> {
    if (this.last.get(replay.id)?.place !== item.place) {
      // Sent by a process that has died, or without a confirm: perhaps its consumer has it.
      if (item.state === 'sent') {
        const end = await this.endOf(replay, item);
        if (end) return end;
      } else if (!(await this.hasTurn(replay, until))) return 'waiting';
      const step = await this.send(replay, item);
      if (step) return step;
    }
    return this.awaitEnd(replay, item, until);
  }

  /** The pace an operator has set. */
  private async hasTurn({ id, perSecond }: RunningReplay, until: number): Promise<boolean> {
    const at = (this.last.get(id)?.at ?? -Infinity) + 1_000 / perSecond;
    const now = performance.now();
    if (at > now) await pause(Math.min(at, until) - now);
    return at <= performance.now();
  }

  /** @returns undefined when the queue has it. @throws PublishError: it is tried again */
  private async send(replay: RunningReplay, item: CurrentItem): Promise<Step | undefined> {
    const outgoing = await this.rows.send(replay.id, this.worker, item);
    if (!outgoing) {
      if (item.state === 'sent') return 'waiting'; // it has just ended
      await this.stop(replay, item, 'changed', 'is not as it was when the plan was made');
      return 'over';
    }
    try {
      await this.sender.send(item.queue, messageOf(outgoing, replay.id, item.messageId ?? replay.id));
      this.last.set(replay.id, { place: item.place, at: performance.now() });
      return undefined;
    } catch (error) {
      if (!wasNotSent(error)) throw error;
      await this.rows.takeBack(replay.id, item);
      if (!(error instanceof UnroutableError)) throw error;
      await this.stop(replay, item, 'queue_gone', `was not sent: the queue ${item.queue} is gone`);
      return 'over';
    }
  }

  private async awaitEnd(replay: RunningReplay, item: CurrentItem, until: number): Promise<Step> {
    for (let wait = 2; ; wait = Math.min(wait * 1.5, 50)) {
      const end = await this.endOf(replay, item);
      if (end) return end;
      if (performance.now() >= until) break;
      await pause(wait);
    }
    const sentAt = this.last.get(replay.id)?.at ?? performance.now();
    if (performance.now() - sentAt < this.settings.effectWithinMs) return 'waiting';
    const seconds = Math.round(this.settings.effectWithinMs / 1_000);
    await this.stop(
      replay,
      item,
      'not_handled',
      `was sent, and not handled within ${seconds} s; it may be on a retry rung`,
    );
    return 'over';
  }

  /** Undefined while nothing is known of it. */
  private async endOf(replay: RunningReplay, item: CurrentItem): Promise<Step | undefined> {
    const seen = await this.rows.look(replay.id, item);
    if (seen.isGone) return this.settle(replay, item, 'gone', null);
    if (seen.handledBy) return this.compare(replay, item, seen);
    if (!seen.diedAgain) return undefined;
    await this.settle(replay, item, 'died_again', null);
    await this.stop(replay, item, 'died_again', `died again (${seen.code})`);
    return 'over';
  }

  private async compare(replay: RunningReplay, item: CurrentItem, { handledBy, did }: Seen): Promise<Step> {
    const surprise = await this.surpriseIn(replay, item, handledBy, did);
    if (surprise === undefined) return this.settle(replay, item, 'as_predicted', did);
    await this.settle(replay, item, 'different', did);
    await this.stop(replay, item, 'different', surprise);
    return 'over';
  }

  private async surpriseIn(
    replay: RunningReplay,
    { place, changes }: CurrentItem,
    handledBy: Seen['handledBy'],
    did: Seen['did'],
  ): Promise<string | undefined> {
    if (handledBy === 'another delivery') return 'was handled meanwhile, by another delivery';
    if (changes === null || did === null) return undefined;
    const lines = difference(changes, did);
    if (lines.length === 0) return undefined;
    // Rows that messages before it have changed are not as they were when this one was rehearsed.
    const subjects = [...new Set(lines.map(subjectOf))];
    const touched = await this.rows.touchedBefore(replay.id, place, subjects);
    const unexpected = lines.filter((line) => !touched.has(subjectOf(line)));
    return unexpected.length === 0 ? undefined : `did something else: ${unexpected.slice(0, 3).join('; ')}`;
  }

  private async settle(
    replay: RunningReplay,
    item: CurrentItem,
    result: 'as_predicted' | 'different' | 'died_again' | 'gone',
    did: Seen['did'],
  ): Promise<Step> {
    await this.rows.settle(replay.id, this.worker, item, { result, did });
    settled.inc({ result });
    return 'settled';
  }

  private async stop(
    replay: RunningReplay,
    item: CurrentItem,
    reason: Parameters<ReplayRows['stop']>[2]['reason'],
    how: string,
  ): Promise<void> {
    stops.inc({ reason });
    this.last.delete(replay.id);
    await this.rows.stop(replay, this.worker, {
      reason,
      detail: `message ${item.place}, dead letter ${item.letterId}, ${how}`,
    });
  }
}

/** Of any other error it is open whether the broker has the message. */
function wasNotSent(error: unknown): boolean {
  return [UnroutableError, NotConnectedError, BrokerBlockedError].some((known) => error instanceof known);
}
