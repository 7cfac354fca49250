import { DateTime } from 'luxon';
import { type CalcomHost, WEEKDAYS, type WorkingHours } from '../seed/seed';

/** True if the whole span lies inside one working interval of the host, in the host's own time zone. */
export function worksDuring(host: CalcomHost, start: number, end: number): boolean {
  const day = DateTime.fromMillis(start, { zone: host.timeZone });
  return host.workingHours
    .filter((hours) => isOnDay(hours, day))
    .some((hours) => timeOfDay(day, hours.startTime) <= start && end <= timeOfDay(day, hours.endTime));
}

export const isOnDay = ({ days }: WorkingHours, day: DateTime): boolean => days.includes(WEEKDAYS[day.weekday - 1]);

/** `HH:mm` of that day in its own zone, in epoch milliseconds. */
export function timeOfDay(day: DateTime, time: string): number {
  const [hour, minute] = time.split(':').map(Number);
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}
