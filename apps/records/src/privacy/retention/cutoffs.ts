import type { Retention } from '@callbook/catalogue';

/** What is kept for a time only. */
export type Perishable = 'transcript' | 'recording' | 'summary';

const dayMs = 86_400_000;

const daysOf: Readonly<Record<Perishable, keyof Retention>> = {
  transcript: 'transcriptsDays',
  recording: 'recordingsDays',
  summary: 'summariesDays',
};

/** What of a call that began before this is no longer kept. Of a company this process does not know nothing is removed. */
export function cutoffOf(what: Perishable, retention: Retention | undefined, now: Date): Date | null {
  if (!retention) return null;
  return new Date(now.getTime() - retention[daysOf[what]] * dayMs);
}

/**
 * Whether it may be stored: what is past its time when it is told, again or late, is not. The call's own time counts, so it
 * does not matter when, or how often, it is told.
 */
export function mayKeep(what: Perishable, calledAt: Date, retention: Retention | undefined, now: Date): boolean {
  const cutoff = cutoffOf(what, retention, now);
  return cutoff === null || calledAt > cutoff;
}
