import { DateTime } from 'luxon';

interface Shape {
  format: 'time' | 'range';
  /** Default UTC. */
  timeZone?: string;
}

type SlotsByDay = Record<string, Record<string, string>[]>;

/** By day of the time zone; a day without a free slot is left out. */
export const slotsOutput = (starts: number[], minutes: number, shape: Shape): SlotsByDay =>
  byDay(starts, minutes, shape, ['start', 'end']);

/** As 2024-04-15 names them. */
export const oldSlotsOutput = (starts: number[], minutes: number, shape: Shape): SlotsByDay =>
  byDay(starts, minutes, shape, shape.format === 'range' ? ['startTime', 'endTime'] : ['time', '']);

function byDay(
  starts: number[],
  minutes: number,
  { format, timeZone = 'utc' }: Shape,
  [startName, endName]: [string, string],
): SlotsByDay {
  const days: SlotsByDay = {};
  for (const time of starts) {
    const start = DateTime.fromMillis(time, { zone: timeZone });
    const slot = { [startName]: start.toISO() ?? '' };
    if (format === 'range') slot[endName] = start.plus({ minutes }).toISO() ?? '';
    (days[start.toISODate() ?? ''] ??= []).push(slot);
  }
  return days;
}
