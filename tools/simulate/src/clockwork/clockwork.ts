import { Agenda } from './agenda';
import type { Chance } from './chance';
import { type Story } from './story';

/** More steps than any story takes; whoever takes more runs in circles. */
const mostSteps = 200_000;

/**
 * Virtual time, and the one place where anything goes on. Exactly one entry of the agenda runs at a time, and the next one
 * only after everything it set free has come to wait again: so the seed alone decides what happens in which order.
 */
export class Clockwork {
  private readonly agenda = new Agenda();
  private steps = 0;
  private at: number;

  constructor(
    readonly chance: Chance,
    readonly story: Story,
    beginning: Date,
  ) {
    this.at = beginning.getTime();
  }

  now = (): Date => new Date(this.at);

  get nowMs(): number {
    return this.at;
  }

  get stepsTaken(): number {
    return this.steps;
  }

  after(ms: number, run: () => void): void {
    this.agenda.add(this.at + ms, run);
  }

  /** Not before now. */
  when(atMs: number, run: () => void): void {
    this.agenda.add(Math.max(atMs, this.at), run);
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Resolves when nothing is left to happen. Rejects when it never comes to rest. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = (): void => {
        const entry = this.agenda.take();
        if (!entry) return resolve();
        if ((this.steps += 1) > mostSteps) return reject(new Error(`no rest after ${mostSteps} steps`));
        this.at = entry.at;
        try {
          entry.run();
        } catch (error) {
          return reject(error as Error);
        }
        // A tick begins only when the queue of microtasks is empty: everybody waits for the agenda again.
        queueMicrotask(() => process.nextTick(step));
      };
      step();
    });
  }
}
