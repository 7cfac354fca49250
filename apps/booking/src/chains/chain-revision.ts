/**
 * Number of a chain's newest fact: always greater than the last, and near the clock, so that a rebuild from nothing
 * still outranks what went before.
 */
export function nextRevision(lastRevision: number | undefined, now: Date): number {
  return Math.max((lastRevision ?? 0) + 1, now.getTime());
}
