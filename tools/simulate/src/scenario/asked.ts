import type { Intention, Wish } from './wish';

/** What a function call was about. */
export interface Asked {
  readonly operation: 'book' | 'reschedule' | 'cancel';
  readonly callId: string;
  readonly atMs: number;
  readonly intention: Intention;
  /** Of a move: where it is to go. */
  readonly wish: Wish;
  /** Of a move: where it is. Of a booking: what it takes the place of. */
  readonly instead: Wish | null;
  /** The name that was said; null for none. */
  readonly name: string | null;
  /** What else was said that may decide whether it can be had. */
  readonly details: string;
  /** When the gateway last gave an answer, wherever that went. */
  answeredAtMs?: number;
}

/** Everything that was ever asked for, by the id of the function call. */
export class AskedFor {
  private readonly byId = new Map<string, Asked>();

  add(functionCallId: string, asked: Asked): void {
    this.byId.set(functionCallId, asked);
  }

  of(functionCallId: string): Asked | undefined {
    return this.byId.get(functionCallId);
  }

  all(): Asked[] {
    return [...this.byId.values()];
  }
}
