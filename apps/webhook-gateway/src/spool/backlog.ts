import type { Place } from './spool-file';

/** What waits to be forwarded, in order of arrival, and what is held back because the broker refused it. */
export class Backlog {
  private waiting: Place[] = [];
  private readonly held = new Map<number, { readonly place: Place; readonly until: number }>();

  /** @param places in any order */
  constructor(places: readonly Place[] = []) {
    this.waiting = [...places].sort(byArrival);
  }

  /** Usually the newest, but an event that waited for the broker's word in vain arrived before others that did not. */
  add(place: Place): void {
    let index = this.waiting.length;
    while (index > 0 && byArrival(this.waiting[index - 1] as Place, place) > 0) index -= 1;
    this.waiting.splice(index, 0, place);
  }

  first(): Place | undefined {
    return this.waiting[0];
  }

  remove({ seq }: Place): void {
    const index = this.waiting.findIndex((place) => place.seq === seq);
    if (index >= 0) this.waiting.splice(index, 1);
  }

  /** Takes it out of the way of the others until a time, in milliseconds since 1970. */
  hold(place: Place, until: number): void {
    this.remove(place);
    this.held.set(place.seq, { place, until });
  }

  /** Puts those back in line whose time has come. */
  release(now: number): void {
    for (const [seq, { place, until }] of this.held) {
      if (until > now) continue;
      this.held.delete(seq);
      this.add(place);
    }
  }

  get waitingCount(): number {
    return this.waiting.length;
  }

  get heldCount(): number {
    return this.held.size;
  }

  /** When the oldest arrived, held or not. */
  get oldest(): number | undefined {
    let oldest = this.waiting[0]?.arrivedAt;
    for (const { place } of this.held.values()) oldest = Math.min(oldest ?? place.arrivedAt, place.arrivedAt);
    return oldest;
  }
}

function byArrival(a: Place, b: Place): number {
  return a.arrivedAt - b.arrivedAt || a.seq - b.seq;
}
