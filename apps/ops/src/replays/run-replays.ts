import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isBrokerAway, NackedError, type QueueSender, UnroutableError } from '@callbook/messaging';
import { counter } from '@callbook/observability';
import { messageOf } from '../dead-letters/message-of';
import {
  type CurrentItem,
  detailOf,
  type ReplayRows,
  type RunningReplay,
  type StopReason,
} from './replay-rows.repository';
import { settleItem } from './settle-item';

const stops = counter({
  name: 'callbook_replay_stops_total',
  help: 'Replays that stopped before their end, by reason',
  labelNames: ['reason'],
});

/** Milliseconds. */
export interface RunSettings {
  /** How long a message may be on its way, or be sent without a confirm, before the replay stops. */
  readonly effectWithinMs: number;
  /** How long after a send that was not confirmed the message is sent again. A broker that has just come back needs its time. */
  readonly resendAfterMs: number;
  /** After this another ops process goes on with a replay whose worker is silent. */
  readonly leaseMs: number;
  /** How long one replay is worked on before the next one has its turn. */
  readonly sliceMs: number;
}

export const usualRunSettings: RunSettings = {
  effectWithinMs: 60_000,
  resendAfterMs: 3_000,
  leaseMs: 10_000,
  sliceMs: 1_000,
};

type Step = 'settled' | 'waiting' | 'over';

/** What this process knows of the message that is under way. */
interface Flight {
  /** Of the replay: a replay that is resumed begins anew. */
  readonly run: string;
  readonly place: number;
  /** When the broker confirmed it; undefined when it has not. */
  readonly at: number | undefined;
  /** When it was first and last sent without a confirm. */
  readonly unconfirmed?: { readonly since: number; readonly last: number };
}

/**
 * Carries out confirmed replays. One message is on its way at a time: the next is sent only when it is known what the one
 * before did, and that it is what was predicted. So a message that does something else is the last one sent. A message is
 * marked before it is sent, and sent again when it is not known whether it was: its consumer takes repetitions out.
 */
export class RunReplays {
  private readonly worker = randomUUID();
  private readonly flights = new Map<string, Flight>();

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
      const item = await this.rows.current(replay.id, this.flightOf(replay)?.place ?? 0);
      if (!item) {
        await this.rows.finish(replay, this.worker);
        this.flights.delete(replay.id);
        return true;
      }
      const step = await this.step(replay, item, until);
      if (step !== 'settled') return true;
    }
    return true;
  }

  private flightOf({ id, run }: RunningReplay): Flight | undefined {
    const flight = this.flights.get(id);
    return flight?.run === run ? flight : undefined;
  }

  private async step(replay: RunningReplay, item: CurrentItem, until: number): Promise<Step> {
    const flight = this.flightOf(replay);
    if (flight?.place !== item.place || flight.at === undefined) {
      // Sent by a process that has died, or without a confirm: perhaps its consumer has it.
      if (item.state === 'sent') {
        const end = await this.endOf(replay, item);
        if (end) return end;
        if (!(await this.mayResend(flight, item, until))) return 'waiting';
      } else if (!(await this.hasTurn(replay, until))) return 'waiting';
      const step = await this.send(replay, item);
      if (step) return step;
    }
    return this.awaitEnd(replay, item, until);
  }

  private mayResend(flight: Flight | undefined, { place }: CurrentItem, until: number): Promise<boolean> {
    const { last = -Infinity } = (flight?.place === place && flight.unconfirmed) || {};
    return isReached(last + this.settings.resendAfterMs, until);
  }

  /** The pace an operator has set. */
  private hasTurn(replay: RunningReplay, until: number): Promise<boolean> {
    return isReached((this.flightOf(replay)?.at ?? -Infinity) + 1_000 / replay.perSecond, until);
  }

  /** @returns undefined when the queue has it. @throws PublishError: it is tried again */
  private async send(replay: RunningReplay, item: CurrentItem): Promise<Step | undefined> {
    const outgoing = await this.rows.send(replay.id, this.worker, item);
    if (outgoing === 'not_mine') return this.over(replay);
    if (outgoing === 'changed') {
      // What was sent before may have ended just now.
      const end = item.state === 'sent' ? await this.endOf(replay, item) : undefined;
      return end ?? this.stop(replay, item, 'changed', 'is not as it was when the plan was made');
    }
    const { run } = replay;
    const { place } = item;
    try {
      await this.sender.send(item.queue, messageOf(outgoing, replay.id));
      this.flights.set(replay.id, { run, place, at: performance.now() });
      return undefined;
    } catch (error) {
      if (wasNotSent(error)) {
        await this.rows.takeBack(replay.id, this.worker, item);
        if (error instanceof UnroutableError)
          return this.stop(replay, item, 'queue_gone', `was not sent: the queue ${item.queue} is gone`);
        if (error instanceof NackedError)
          return this.stop(
            replay,
            item,
            'not_accepted',
            `was not sent: the queue ${item.queue} does not take it, it may be full`,
          );
        throw error;
      }
      const last = performance.now();
      const before = this.flightOf(replay);
      const { since = last } = (before?.place === place && before.unconfirmed) || {};
      this.flights.set(replay.id, { run, place, at: undefined, unconfirmed: { since, last } });
      // Its consumer takes the copies out, but has to.
      if (last - since < this.settings.effectWithinMs) throw error;
      const how = `was sent for ${inSeconds(last - since)} s, and the broker confirmed none of it; it may have it`;
      return this.stop(replay, item, 'not_accepted', how);
    }
  }

  private async awaitEnd(replay: RunningReplay, item: CurrentItem, until: number): Promise<Step> {
    for (let wait = 2; ; wait = Math.min(wait * 1.5, 50)) {
      const end = await this.endOf(replay, item);
      if (end) return end;
      if (performance.now() >= until) break;
      await pause(wait);
    }
    const sentAt = this.flightOf(replay)?.at ?? performance.now();
    if (performance.now() - sentAt < this.settings.effectWithinMs) return 'waiting';
    const how = `was sent, and not handled within ${inSeconds(this.settings.effectWithinMs)} s; it may be on a retry rung`;
    return this.stop(replay, item, 'not_handled', how);
  }

  /** Undefined while nothing is known of it. */
  private async endOf(replay: RunningReplay, item: CurrentItem): Promise<Step | undefined> {
    const ending = await settleItem(this.rows, { replayId: replay.id, worker: this.worker }, item);
    if (!ending) return undefined;
    if (ending === 'not_mine') return this.over(replay);
    if (!ending.surprise) return 'settled';
    stops.inc({ reason: ending.surprise.reason });
    return this.over(replay);
  }

  private async stop(replay: RunningReplay, item: CurrentItem, reason: StopReason, how: string): Promise<Step> {
    stops.inc({ reason });
    await this.rows.stop(replay, this.worker, { reason, detail: detailOf(item, how) });
    return this.over(replay);
  }

  private over({ id }: RunningReplay): Step {
    this.flights.delete(id);
    return 'over';
  }
}

/** Waits for that moment, but not beyond `until`. */
async function isReached(at: number, until: number): Promise<boolean> {
  const now = performance.now();
  if (at > now) await pause(Math.min(at, until) - now);
  return at <= performance.now();
}

const inSeconds = (ms: number): number => Math.round(ms / 1_000);

/** Of any other error it is open whether the broker has the message. */
function wasNotSent(error: unknown): boolean {
  return isBrokerAway(error) || error instanceof NackedError || error instanceof UnroutableError;
}
