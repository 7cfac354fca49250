import type { Chance } from '../clockwork/chance';
import type { StrikeSettings } from '../clockwork/strikes';
import { type FaultName, faultNames, faults } from './faults';

export type Hits = Record<FaultName, number>;

const longestHopMs = 1_500;

/** How rough the world of one seed is: what goes wrong, how often, and how long everything takes. */
export class Weather {
  readonly hits = Object.fromEntries(faultNames.map((name) => [name, 0])) as Hits;
  private readonly odds: Hits;
  private readonly hopMs: number;
  readonly strikes: StrikeSettings;
  /** Nothing reaches the calendar in between. Milliseconds since the beginning. */
  readonly outage: { readonly from: number; readonly to: number } | null;

  /** @param isOver all weather comes to an end: true from then on */
  constructor(
    private readonly chance: Chance,
    private readonly isOver: () => boolean,
  ) {
    const roughness = chance.weighted({ '0': 10, '0.3': 25, '1': 45, '2': 20 });
    const factor = Number(roughness);
    this.odds = Object.fromEntries(faultNames.map((name) => [name, faults[name] * factor])) as Hits;
    // A few faults come much more often than the others: so rare ones also meet each other.
    const favourites = factor === 0 ? 0 : chance.between(0, 3);
    for (let i = 0; i < favourites; i += 1) this.odds[chance.oneOf(faultNames)] = chance.oneOf([0.2, 0.4, 0.6]);
    this.hopMs = chance.oneOf([3, 20, 120, 600]);
    const isDeadly = factor > 0 && chance.hits(0.5);
    this.strikes = {
      deathRate: isDeadly ? chance.oneOf([0.005, 0.02, 0.08]) : 0,
      mostDeaths: chance.between(1, 5),
      freezeRate: factor > 0 && chance.hits(0.15) ? chance.oneOf([0.005, 0.03]) : 0,
      mostFreezes: chance.between(1, 2),
      longestFreezeMs: chance.oneOf([20_000, 200_000, 5_400_000]),
    };
    const from = chance.between(0, 120_000);
    this.outage = factor > 0 && chance.hits(0.05) ? { from, to: from + chance.between(30_000, 1_500_000) } : null;
  }

  happens(fault: FaultName): boolean {
    if (!this.chance.hits(this.odds[fault]) || this.isOver()) return false;
    this.hits[fault] += 1;
    return true;
  }

  /** At most one of them: the first that happens, in an order that changes. */
  oneOf(names: readonly FaultName[]): FaultName | undefined {
    const from = this.chance.between(0, names.length - 1);
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(from + i) % names.length] as FaultName;
      if (this.happens(name)) return name;
    }
    return undefined;
  }

  /** One way over a network, or a statement in a database: mostly short, seldom long, at most 1.5 s. */
  hop(): number {
    const { chance, hopMs } = this;
    return Math.min(Math.floor(chance.next() ** 2 * hopMs * (chance.hits(0.03) ? 20 : 1)) + 1, longestHopMs);
  }
}
