import { type Attempt, conclusiveFrom } from '../attempts/attempt';
import type { BookingSettings } from './booking-settings';

/** When to look once more for what a POST may have done: soon after it often, then when "nothing was done" begins to count. */
export function nextLookAt(
  attempt: Pick<Attempt, 'lastPostAt'>,
  askedAt: Date,
  { lookAfterMs, conclusiveAfterMs, lookTwiceAfterMs }: BookingSettings,
): Date {
  const postedAt = attempt.lastPostAt?.getTime() ?? askedAt.getTime();
  const conclusive = conclusiveFrom(attempt, conclusiveAfterMs).getTime();
  const looks = lookAfterMs.map((ms) => postedAt + ms).filter((at) => at < conclusive);
  const next = [...looks, conclusive].find((at) => at > askedAt.getTime());
  return new Date(next ?? askedAt.getTime() + lookTwiceAfterMs);
}

/** What a look amounts to that showed nothing done. */
export type Absence =
  /** Too early to count, or too soon after the first that counted. */
  | { readonly kind: 'look_again'; readonly at: Date }
  /** The first that counts: once it is noted, a second one has to say the same. */
  | { readonly kind: 'first'; readonly secondAt: Date }
  /** Nothing was done, for certain. */
  | { readonly kind: 'certain' };

export function absenceOf(
  attempt: Pick<Attempt, 'lastPostAt' | 'progress'>,
  askedAt: Date,
  settings: BookingSettings,
): Absence {
  const { conclusiveAfterMs, lookTwiceAfterMs } = settings;
  if (askedAt < conclusiveFrom(attempt, conclusiveAfterMs))
    return { kind: 'look_again', at: nextLookAt(attempt, askedAt, settings) };
  const { absentAt } = attempt.progress;
  const firstAt = absentAt === null ? askedAt.getTime() : Date.parse(absentAt);
  const secondAt = new Date(firstAt + lookTwiceAfterMs);
  if (absentAt === null) return { kind: 'first', secondAt };
  return askedAt < secondAt ? { kind: 'look_again', at: secondAt } : { kind: 'certain' };
}

/**
 * When to look at what is settled for the next time; null when it was looked at often enough. What was never in doubt is
 * looked at once; a look that comes before, for a hint or because two workers ended it, does not stand for that one.
 */
export function nextConvergenceAt(
  { lastPostAt, progress }: Pick<Attempt, 'lastPostAt' | 'progress'>,
  now: Date,
  { convergeAfterMs }: Pick<BookingSettings, 'convergeAfterMs'>,
): Date | null {
  const looks = progress.doubted ? convergeAfterMs : convergeAfterMs.slice(0, 1);
  const next = looks.map((ms) => (lastPostAt?.getTime() ?? 0) + ms).find((at) => at > now.getTime());
  return next === undefined ? null : new Date(next);
}
