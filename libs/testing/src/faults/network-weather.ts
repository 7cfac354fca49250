import { setTimeout as pause } from 'node:timers/promises';

/** As seen from the client, who opened the connection. */
export type Direction = 'to-target' | 'from-target';

const both: readonly Direction[] = ['to-target', 'from-target'];

/** How the network is just now, the same for all connections through it. */
export class NetworkWeather {
  private delayMs = 0;
  private readonly silences = new Map<Direction, { readonly over: Promise<void>; readonly end: () => void }>();

  silence(direction?: Direction): void {
    for (const one of direction ? [direction] : both) {
      if (this.silences.has(one)) continue;
      let end = (): void => undefined;
      const over = new Promise<void>((settle) => (end = settle));
      this.silences.set(one, { over, end });
    }
  }

  delay(ms: number): void {
    this.delayMs = ms;
  }

  heal(): void {
    this.delayMs = 0;
    for (const { end } of this.silences.values()) end();
    this.silences.clear();
  }

  /** Resolves when something that is sent now in this direction has arrived. */
  async passage(direction: Direction): Promise<void> {
    if (this.delayMs > 0) await pause(this.delayMs);
    await this.silences.get(direction)?.over;
  }
}
