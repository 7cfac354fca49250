import { type CalcomAnswer } from '../http/calcom-answer';
import { isObject } from '../http/json';
import { successIn, wrongShape } from '../http/success';

/**
 * The starts in an answer of version 2024-09-04, in order, each once: `data` maps days to lists of `{start}`. An older
 * version answers `{slots: {day: [{time}]}}` with status 200 as well, so the shape is what counts.
 * @throws CalcomError for every other answer: what is not understood must not pass for "nothing free"
 */
export function slotsIn(answer: CalcomAnswer): Date[] {
  const { data } = successIn(answer);
  if (!isObject(data)) return wrongShape(answer, 'no free slots by day');
  const starts = Object.entries(data).flatMap(([day, slots]) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !Array.isArray(slots)) return wrongShape(answer, 'no free slots by day');
    return slots.map((slot: unknown) => startOf(slot) ?? wrongShape(answer, 'a slot without start'));
  });
  return [...new Set(starts)].toSorted((a, b) => a - b).map((start) => new Date(start));
}

/** Without an offset it would be read as this machine's local time. */
function startOf(slot: unknown): number | undefined {
  const text = isObject(slot) && typeof slot.start === 'string' ? slot.start : '';
  const time = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : time;
}
