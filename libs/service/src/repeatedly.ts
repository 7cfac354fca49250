import {
  type BeforeApplicationShutdown,
  type FactoryProvider,
  type InjectionToken,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';

/** What is done again and again while the app runs. */
export interface Repetition {
  /** For the log: what cannot be done when it fails. */
  readonly what: string;
  /** Between two looks whether there is something to do. Milliseconds. */
  readonly everyMs: number;
  /** Before the first look, so that several of one kind do not look together. Default 0. */
  readonly offsetMs?: number;
  /** @returns whether there may be more to do at once */
  execute(): Promise<boolean>;
}

/** How long a shutdown waits for what is under way; the unfinished is done by another replica when its lease ends. */
const graceMs = 10_000;

/** Does it from the start of the app until its shutdown, at intervals. */
class Repeating implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Repeatedly');
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();
  private failing = false;
  private stopped = false;

  constructor(private readonly repetition: Repetition) {}

  onApplicationBootstrap(): void {
    this.after(this.repetition.offsetMs ?? 0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    let grace: NodeJS.Timeout | undefined;
    await Promise.race([this.running, new Promise<void>((resolve) => (grace = setTimeout(resolve, graceMs)))]);
    clearTimeout(grace);
  }

  private after(ms: number): void {
    this.timer = setTimeout(() => {
      this.running = this.run();
    }, ms);
  }

  private async run(): Promise<void> {
    const { what, everyMs } = this.repetition;
    try {
      while (!this.stopped && (await this.repetition.execute()));
      this.failing = false;
    } catch (err) {
      // Once for each outage: it is tried again at every look.
      if (!this.failing) this.logger.warn({ err }, `${what} cannot be worked off; trying again`);
      this.failing = true;
    }
    if (!this.stopped) this.after(everyMs);
  }
}

/** A provider that nobody asks for: it lives as long as its module. */
export function repeatedly<Needed extends unknown[]>(
  what: string,
  inject: InjectionToken[],
  repetition: (...needed: Needed) => Omit<Repetition, 'what'>,
): FactoryProvider {
  return {
    provide: Symbol(what),
    inject,
    useFactory: (...needed: Needed) => {
      const { everyMs, offsetMs, execute } = repetition(...needed);
      return new Repeating({ what, everyMs, offsetMs, execute });
    },
  };
}
