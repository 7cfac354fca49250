import type { Chance } from './chance';

export interface StrikeSettings {
  /** How often a process dies at a point where it meets the world. */
  readonly deathRate: number;
  readonly mostDeaths: number;
  readonly freezeRate: number;
  readonly mostFreezes: number;
  /** The longest a process stands still: a machine that was suspended, say. Milliseconds. */
  readonly longestFreezeMs: number;
}

/** When a process dies, or stands still while the world goes on. */
export class Strikes {
  deaths = 0;
  freezes_ = 0;

  constructor(
    private readonly chance: Chance,
    private readonly settings: StrikeSettings,
  ) {}

  kills(_process: string): boolean {
    const { deathRate, mostDeaths } = this.settings;
    if (this.deaths >= mostDeaths || !this.chance.hits(deathRate)) return false;
    this.deaths += 1;
    return true;
  }

  /** @returns for how many milliseconds; usually none */
  freezes(): number {
    const { freezeRate, mostFreezes, longestFreezeMs } = this.settings;
    if (this.freezes_ >= mostFreezes || !this.chance.hits(freezeRate)) return 0;
    this.freezes_ += 1;
    return this.chance.between(1_000, longestFreezeMs);
  }
}
