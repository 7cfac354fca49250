import { type FaultEffect } from './api-faults';

/** Requests that wait for a `hold` to be taken back. */
export class HeldRequests {
  private readonly waiting = new Map<FaultEffect, (() => void)[]>();

  wait(effect: FaultEffect): Promise<void> {
    return new Promise((resolve) => this.waiting.set(effect, [...(this.waiting.get(effect) ?? []), resolve]));
  }

  release(effect: FaultEffect): void {
    for (const goOn of this.waiting.get(effect) ?? []) goOn();
    this.waiting.delete(effect);
  }
}
