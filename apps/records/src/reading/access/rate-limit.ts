/**
 * A bucket for each token: a minute's worth of requests, filled evenly, of which a tenth may come at once. Of this replica
 * alone; buckets that are full again are forgotten.
 */
export class RateLimit {
  private readonly buckets = new Map<string, { left: number; at: number }>();
  private readonly size: number;
  private readonly perMs: number;

  constructor(perMinute: number) {
    this.size = Math.max(1, Math.ceil(perMinute / 10));
    this.perMs = perMinute / 60_000;
  }

  /** Zero when the request may go on, else in how many seconds one may. */
  secondsToWait(token: string, now: Date): number {
    const at = now.getTime();
    const before = this.buckets.get(token) ?? { left: this.size, at };
    const left = Math.min(this.size, before.left + Math.max(0, at - before.at) * this.perMs);
    const taken = left >= 1;
    this.buckets.set(token, { left: taken ? left - 1 : left, at });
    if (this.buckets.size > 10_000) this.forgetFull(at);
    return taken ? 0 : Math.ceil((1 - left) / this.perMs / 1_000);
  }

  private forgetFull(now: number): void {
    for (const [token, { left, at }] of this.buckets)
      if (left + (now - at) * this.perMs >= this.size) this.buckets.delete(token);
  }
}
