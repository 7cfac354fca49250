import { setTimeout as pause } from 'node:timers/promises';

interface Waiting<Item> {
  readonly item: Item;
  readonly bytes: number;
  done(): void;
  failed(error: unknown): void;
}

export interface TogetherOptions {
  /** Items in one go at most. */
  readonly most: number;
  /** Bytes in one go at most; one item alone may be larger. */
  readonly mostBytes: number;
  /** How long what cannot be kept because of where it is kept is tried again before it fails. Milliseconds. */
  readonly patienceMs: number;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;

/**
 * Keeps together what has come together, one lot after the other, in the order it came. What comes alone goes at once.
 * While the place it is kept in is away nothing is taken from the queue beyond what is held: that is the back-pressure.
 */
export class KeepTogether<Item> {
  private waiting: Waiting<Item>[] = [];
  private working = false;

  /**
   * @param keep all or none of them
   * @param isRefused whether an error is about the items: then halves are tried, down to the one that is wrong
   */
  constructor(
    private readonly keep: (items: readonly Item[]) => Promise<void>,
    private readonly isRefused: (error: unknown) => boolean,
    private readonly options: TogetherOptions,
  ) {}

  /** Resolves when it is kept. @throws what `keep` threw for it */
  add(item: Item, bytes: number): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, bytes, done, failed });
      if (!this.working) void this.workOff();
    });
  }

  private async workOff(): Promise<void> {
    this.working = true;
    await new Promise(setImmediate); // what has been read from the socket already comes along
    for (let lot = this.next(); lot.length > 0; lot = this.next()) await this.keepLot(lot, Date.now());
    this.working = false;
  }

  private async keepLot(lot: readonly Waiting<Item>[], since: number): Promise<void> {
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        await this.keep(lot.map(({ item }) => item));
        for (const { done } of lot) done();
        return;
      } catch (error) {
        if (this.isRefused(error) && lot.length > 1) {
          const half = Math.ceil(lot.length / 2);
          await this.keepLot(lot.slice(0, half), since);
          return this.keepLot(lot.slice(half), since);
        }
        if (this.isRefused(error) || Date.now() - since > this.options.patienceMs) {
          for (const { failed } of lot) failed(error);
          return;
        }
        await pause(pauseMs);
      }
    }
  }

  private next(): Waiting<Item>[] {
    const { most, mostBytes } = this.options;
    let [count, bytes] = [0, 0];
    for (const one of this.waiting) {
      bytes += one.bytes;
      if (count === most || (count > 0 && bytes > mostBytes)) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }
}
