import type { Clockwork } from './clockwork';
import type { Strikes } from './strikes';

/** How a process that dies takes leave of the others, and what it does when it is started. */
export interface Life {
  begin(): void;
  /** Nothing of the process is left: what it held is free. */
  end(): void;
}

/**
 * A process of ours. It meets the world only through `reach`: there time passes, somebody else may go on, and the process may
 * die. Whatever a dead process was waiting for never comes, so nothing it remembered has any effect after its death.
 */
export class SimulatedProcess {
  /** For how long it stood still altogether. */
  frozenMs = 0;
  private generation = 0;
  private living = false;
  private life: Life | undefined;

  constructor(
    readonly name: string,
    readonly clockwork: Clockwork,
    private readonly strikes: Strikes,
  ) {}

  get isAlive(): boolean {
    return this.living;
  }

  start(life: Life): void {
    this.life = life;
    this.living = true;
    life.begin();
  }

  tell(what: string, detail?: () => string): void {
    this.clockwork.story.tell(this.clockwork.nowMs, this.name, what, detail);
  }

  /** Time passes. Never resolves when the process dies meanwhile. */
  pass(ms: number, what = ''): Promise<void> {
    const { generation } = this;
    return new Promise((resolve) => {
      this.clockwork.after(ms, () => {
        if (generation !== this.generation) return;
        if (this.strikes.kills(this.name)) return this.die(what);
        const frozenMs = this.strikes.freezes();
        if (frozenMs === 0) return resolve();
        this.tell('frozen', () => `for ${Math.round(frozenMs / 1000)} s, before ${what}`);
        this.frozenMs += frozenMs;
        this.clockwork.after(frozenMs, () => generation === this.generation && resolve());
      });
    });
  }

  /**
   * Something done to the world outside: at once and as a whole, or not at all. Before it and after it the process may die.
   * @param ms how long the way there and the way back take
   */
  async reach<T>(what: string, work: () => T | Promise<T>, ms: readonly [there: number, back: number]): Promise<T> {
    await this.pass(ms[0], what);
    try {
      return await work();
    } finally {
      await this.pass(ms[1], `the answer to ${what}`);
    }
  }

  /** What comes later comes only to the process that asked. */
  later(ms: number, run: () => void): void {
    const { generation } = this;
    this.clockwork.after(ms, () => generation === this.generation && run());
  }

  /** The promise, for the process as it is now: after its death it stays silent. */
  mine<T>(promise: Promise<T>): Promise<T> {
    const { generation } = this;
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => generation === this.generation && resolve(value),
        (error: unknown) => generation === this.generation && reject(error as Error),
      );
    });
  }

  private die(before: string): void {
    this.tell('dies', () => `before ${before}`);
    this.generation += 1;
    this.living = false;
    this.life?.end();
    const { clockwork } = this;
    clockwork.after(clockwork.chance.between(300, 8_000), () => {
      this.living = true;
      this.tell('is started again');
      this.life?.begin();
    });
  }
}
