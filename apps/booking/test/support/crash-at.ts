/** Thrown where the process dies. */
export class Crash extends Error {}

/** Ports through which a process dies at its nth call, before the call does its work or after. */
export class CrashAt {
  private calls = 0;
  private isArmed = false;
  /** Whether it came to the nth call. */
  hasCrashed = false;

  constructor(
    private readonly nth: number,
    private readonly when: 'before' | 'after',
  ) {}

  /** Does the work, counting calls from here on; once more when the process dies in it, as the broker or the clock would. */
  async during<T>(work: (given: T) => Promise<void>, given: T): Promise<void> {
    this.isArmed = true;
    await work(given).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
      return work(given);
    });
  }

  readonly through = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        // Polled all the time, and nothing is lost with it.
        if (typeof value !== 'function' || name === 'takeDue') return value;
        return (...given: unknown[]): unknown => this.call(() => Reflect.apply(value, target, given));
      },
    });

  private call(work: () => unknown): unknown {
    const dies = this.isArmed && !this.hasCrashed && (this.calls += 1) === this.nth;
    if (!dies) return work();
    this.hasCrashed = true;
    if (this.when === 'before') return Promise.reject(new Crash());
    return Promise.resolve(work()).then(() => Promise.reject(new Crash()));
  }
}
