/** Which of several acts on one thing counts: the later one; of two at the same time the one with the greater event id. */
export interface ActMark {
  readonly at: Date;
  readonly eventId: string;
}

/** @param known null when nobody has acted yet */
export function isLaterAct(act: ActMark, known: ActMark | null): boolean {
  if (!known) return true;
  const [at, knownAt] = [act.at.getTime(), known.at.getTime()];
  return at === knownAt ? act.eventId > known.eventId : at > knownAt;
}

/** The mark as two columns have it; null when nobody has acted yet. */
export function markOf(at: Date | null, eventId: string | null): ActMark | null {
  return at && eventId !== null ? { at, eventId } : null;
}

/**
 * When an act that is decided now counts from: now, or just after the one it follows, whatever other processes' clocks
 * said. So what a person decides while looking at the row is never lost to what was decided before.
 */
export function timeOfAct(now: Date, known: ActMark | null): Date {
  return known && known.at >= now ? new Date(known.at.getTime() + 1) : now;
}
