/** What everything that a dead process tries ends with. */
export class Dead extends Error {}

/**
 * The life of a process, counted in what it asks of the world: before a question and after its answer is a moment each. At
 * the given moment it dies: what it asked just then is done all the same when the moment is the second one, but neither that
 * nor anything later comes back to it.
 */
export class Life {
  private moments = 0;

  /** @param last default: it lives for ever */
  constructor(private readonly last = Infinity) {}

  get isOver(): boolean {
    return this.moments >= this.last;
  }

  /** The port as the process sees it. */
  port<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]): Promise<unknown> => {
          this.pass();
          const answer: unknown = await Reflect.apply(value, target, given);
          this.pass();
          return answer;
        };
      },
    });
  }

  private pass(): void {
    this.moments += 1;
    if (this.isOver) throw new Dead();
  }
}
