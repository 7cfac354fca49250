/** How a group of dead letters is, and what was told of it. */
export interface SeenGroup {
  readonly open: number;
  /** Deaths that were written down within the last `growth.withinMs`. */
  readonly deaths: number;
  /** Of the last letter, by its own word. */
  readonly lastSeen: Date;
  /** The incident that goes on; undefined when none does. */
  readonly incident?: {
    readonly openedAt: Date;
    /** When people were last told that it grows. */
    readonly grownAt: Date | null;
  };
}

export interface AlertRules {
  /** So many deaths within such a time are told of, and again after a while if it goes on. */
  readonly growth: { readonly deaths: number; readonly withinMs: number; readonly againAfterMs: number };
  /** Without a further letter for so long, an incident is over though letters are open. */
  readonly quietMs: number;
}

export const alertRules: AlertRules = {
  growth: { deaths: 20, withinMs: 5 * 60_000, againAfterMs: 60 * 60_000 },
  quietMs: 60 * 60_000,
};

export type Decision = 'new' | 'growing' | 'settled' | 'quiet' | undefined;

/**
 * What to tell people of a group now. The first open letter begins an incident at once, whenever it died; what begins one
 * again after it was over is a letter that came later. Undefined: nothing.
 * @param endedAt when the last incident ended
 */
export function decideAlert(
  { open, deaths, lastSeen, incident }: SeenGroup,
  endedAt: Date | undefined,
  now: Date,
  { growth, quietMs }: AlertRules,
): Decision {
  if (!incident) return open > 0 && (!endedAt || lastSeen > endedAt) ? 'new' : undefined;
  if (open === 0) return 'settled';
  const { openedAt, grownAt } = incident;
  if (now.getTime() - Math.max(lastSeen.getTime(), openedAt.getTime()) >= quietMs) return 'quiet';
  const mayTell = !grownAt || now.getTime() - grownAt.getTime() >= growth.againAfterMs;
  return deaths >= growth.deaths && mayTell ? 'growing' : undefined;
}
