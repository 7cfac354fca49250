import { DateTime } from 'luxon';
import { saidText } from './said-text';

/** Why a start cannot be used; each has a sentence with which the agent can correct itself. */
export type StartProblem =
  | 'start_missing'
  | 'start_unreadable'
  | 'start_without_year'
  | 'start_without_time'
  | 'start_past'
  | 'start_too_far'
  | 'start_skipped'
  | 'start_ambiguous';

export type ReadStart = { readonly start: Date } | { readonly problem: StartProblem };

const written = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:[.,]\d+)?)? ?(Z|[+-]\d{2}:?\d{2})?$/i;
const dateAlone = /^\d{4}-\d{2}-\d{2}$/;
const year = /(?<!\d)\d{4}(?!\d)/;

/**
 * Reads a start as a model writes it: ISO 8601 with an offset, or without one, then in `timeZone`. Nothing is guessed: a
 * wrong year repaired in silence is a wrong appointment. Seconds are dropped, for a start counts to the minute.
 */
export function readStart(said: unknown, { timeZone, now }: { timeZone: string; now: Date }): ReadStart {
  const text = saidText(said);
  if (text === null) return { problem: 'start_missing' };
  if (dateAlone.test(text)) return { problem: 'start_without_time' };
  const [, date, time, offset] = written.exec(text) ?? [];
  if (!date || !time) return { problem: year.test(text) ? 'start_unreadable' : 'start_without_year' };
  const read = offset ? withOffset(`${date}T${time}${offset.toUpperCase()}`) : withoutOffset(date, time, timeZone);
  if ('problem' in read) return read;
  if (read.start <= now) return { problem: 'start_past' };
  return read.start <= furthest(now, timeZone) ? read : { problem: 'start_too_far' };
}

/** How far ahead anything may be asked for: a year that is wrong by one or more lies beyond it. */
export function furthest(now: Date, timeZone: string): Date {
  return DateTime.fromJSDate(now, { zone: timeZone }).plus({ months: 12 }).toJSDate();
}

function withOffset(iso: string): ReadStart {
  const moment = DateTime.fromISO(iso);
  return moment.isValid ? { start: moment.toJSDate() } : { problem: 'start_unreadable' };
}

/** When clocks go forward an hour is skipped; when they go back one comes twice, and which is meant cannot be told. */
function withoutOffset(date: string, time: string, zone: string): ReadStart {
  const moment = DateTime.fromISO(`${date}T${time}`, { zone });
  if (!moment.isValid) return { problem: 'start_unreadable' };
  if (moment.toFormat('yyyy-MM-dd HH:mm') !== `${date} ${time}`) return { problem: 'start_skipped' };
  if (moment.getPossibleOffsets().length > 1) return { problem: 'start_ambiguous' };
  return { start: moment.toJSDate() };
}
