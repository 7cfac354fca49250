import { DateTime } from 'luxon';
import { type CalcomHost, type Weekday } from '../seed/seed';

/** True if the whole span lies inside one working interval of the host, in the host's own time zone. */
export function worksDuring(host: CalcomHost, start: number, end: number): boolean {
  const day = DateTime.fromMillis(start, { zone: host.timeZone }).setLocale('en');
  return host.workingHours
    .filter((hours) => hours.days.includes(day.weekdayLong as Weekday))
    .some((hours) => at(day, hours.startTime) <= start && end <= at(day, hours.endTime));
}

function at(day: DateTime, time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}
