/** Nobody is sent further away than this: whoever comes back earlier than told would push the others away for ever. */
const furthestMs = 60_000;

/**
 * Tells those who were turned away when to come back: one after the other, for if they all came back at once, all but a few
 * would be turned away again. A turn is no promise.
 */
export class Turns {
  private readonly last = new Map<string, number>();

  /**
   * @param queue who comes one after the other
   * @param earliestMs when the first could come
   * @param everyMs from one turn to the next
   * @returns how long to wait from `now`, in milliseconds
   */
  next(queue: string, now: Date, earliestMs: number, everyMs: number): number {
    const earliest = now.getTime() + earliestMs;
    const turn = Math.min(Math.max(earliest, (this.last.get(queue) ?? 0) + everyMs), earliest + furthestMs);
    this.last.set(queue, turn);
    return Math.ceil(turn - now.getTime());
  }
}
