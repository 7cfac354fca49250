import { SandboxRandom } from '../../sandbox-random';

/** Something that goes wrong, and for whom. */
export interface ArmableFault<Match, Effect> {
  /** What is left out matches everything. */
  on: Match;
  effect: Effect;
  /** How often it hits; null until it is disarmed. Default 1. */
  times?: number | null;
  /** Hits this part of what matches, above 0 and at most 1. Default 1: every time. */
  chance?: number;
}

export interface Armed<Match, Effect> extends Required<ArmableFault<Match, Effect>> {
  id: number;
  hits: number;
  /** How often it matched and the dice were for it or against it. */
  matches: number;
}

/** The facts a fault is compared with; one that has several values matches by any of them. */
export type FaultTarget<Match> = { [Fact in keyof Match]-?: unknown };

/** The armed faults of one kind. A target takes every fault that matches it, in the order of arming. */
export class FaultBoard<Match extends object, Effect> {
  private armed: { fault: Armed<Match, Effect>; dice: SandboxRandom }[] = [];
  private lastId = 0;

  /** @param disarmed hears of every effect that is taken back, spent or not */
  constructor(
    private readonly randomSeed = 1,
    private readonly disarmed: (effect: Effect) => void = () => undefined,
  ) {}

  /**
   * Each fault has dice of its own, from the sandbox's random seed and its number: whether the n-th match is hit does
   * not depend on the other faults.
   */
  arm({ on, effect, times = 1, chance = 1 }: ArmableFault<Match, Effect>): Armed<Match, Effect> {
    const id = ++this.lastId;
    const fault = { id, on, effect, times, chance, hits: 0, matches: 0 };
    this.armed.push({ fault, dice: new SandboxRandom(this.randomSeed ^ Math.imul(id, 0x9e3779b1)) });
    return fault;
  }

  /** Also the spent ones, so that a test can see that its fault happened. */
  list(): readonly Armed<Match, Effect>[] {
    return this.armed.map(({ fault }) => fault);
  }

  disarm(id: number): boolean {
    return this.remove(({ fault }) => fault.id === id) > 0;
  }

  clear(): void {
    this.remove(() => true);
  }

  take(target: FaultTarget<Match>): Effect[] {
    const effects: Effect[] = [];
    for (const { fault, dice } of this.armed) {
      if (isSpent(fault) || !isFor(fault.on, target)) continue;
      fault.matches += 1;
      if (dice.next() >= fault.chance) continue;
      fault.hits += 1;
      effects.push(fault.effect);
    }
    return effects;
  }

  private remove(isMeant: (armed: { fault: Armed<Match, Effect> }) => boolean): number {
    const removed = this.armed.filter(isMeant);
    this.armed = this.armed.filter((armed) => !removed.includes(armed));
    for (const { fault } of removed) this.disarmed(fault.effect);
    return removed.length;
  }
}

const isSpent = ({ times, hits }: { times: number | null; hits: number }): boolean => times !== null && hits >= times;

const isFor = (on: object, target: Record<string, unknown>): boolean =>
  Object.entries(on).every(([fact, wanted]) => wanted === undefined || [target[fact]].flat().includes(wanted));
