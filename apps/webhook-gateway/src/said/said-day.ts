import { DateTime } from 'luxon';
import { furthest } from './said-start';
import { saidText } from './said-text';

export type DayProblem = 'day_unreadable' | 'day_without_year' | 'day_past' | 'day_too_far';

/** The beginning of a day in the company's zone; null when none was said. */
export type ReadDay = { readonly day: DateTime | null } | { readonly problem: DayProblem };

const written = /^\d{4}-\d{2}-\d{2}(?:[T ]00:00(?::00(?:\.0+)?)?)?$/i;
const year = /(?<!\d)\d{4}(?!\d)/;

/** Reads a day as a model writes it, `2026-11-26`. Weekdays and "tomorrow" are not counted out: models mistake the date. */
export function readDay(said: unknown, { timeZone, now }: { timeZone: string; now: Date }): ReadDay {
  const text = saidText(said);
  if (text === null) return { day: null };
  if (!written.test(text)) return { problem: year.test(text) ? 'day_unreadable' : 'day_without_year' };
  const day = DateTime.fromISO(text.slice(0, 10), { zone: timeZone }).startOf('day');
  if (!day.isValid) return { problem: 'day_unreadable' };
  if (day.endOf('day').toJSDate() <= now) return { problem: 'day_past' };
  return day.toJSDate() <= furthest(now, timeZone) ? { day } : { problem: 'day_too_far' };
}
