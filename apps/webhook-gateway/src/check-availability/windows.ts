import type { DateTime } from 'luxon';
import { type PartOfDay, partsOfDay } from '../said/said-part-of-day';

/** A stretch of time to look into, its end not included. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** With a part of the day, each day is looked up by itself: not more than these. */
const mostDays = 7;

/** From the first day to the last, both included, without what is over. */
export function windowsOf(first: DateTime, last: DateTime, part: PartOfDay | null, now: Date): Window[] {
  if (part === null) return notOver([{ from: first.toJSDate(), to: last.plus({ days: 1 }).toJSDate() }], now);
  const [fromHour, toHour] = partsOfDay[part];
  const windows: Window[] = [];
  for (let day = first; day <= last && windows.length < mostDays; day = day.plus({ days: 1 })) {
    const to = toHour === 24 ? day.plus({ days: 1 }) : day.set({ hour: toHour });
    windows.push({ from: day.set({ hour: fromHour }).toJSDate(), to: to.toJSDate() });
  }
  return notOver(windows, now);
}

function notOver(windows: readonly Window[], now: Date): Window[] {
  return windows.flatMap(({ from, to }) => (to <= now ? [] : [{ from: from < now ? now : from, to }]));
}
