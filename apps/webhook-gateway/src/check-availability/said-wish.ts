import { DateTime } from 'luxon';
import { type DayProblem, readDay } from '../said/said-day';
import { type PartOfDay, readPartOfDay } from '../said/said-part-of-day';
import { readStart, type StartProblem } from '../said/said-start';
import { saidText } from '../said/said-text';

/** When the caller would like to come. Days are their beginnings in the company's zone. */
export type SaidWhen =
  /** At that time, or as near to it as can be. */
  | { readonly kind: 'at'; readonly start: Date }
  | { readonly kind: 'days'; readonly first: DateTime; readonly last: DateTime; readonly part: PartOfDay | null }
  /** As soon as can be. */
  | { readonly kind: 'soon'; readonly part: PartOfDay | null };

export type WhenProblem = StartProblem | DayProblem | 'range_reversed' | 'part_of_day_unknown';
export type ReadWhen = { readonly when: SaidWhen } | { readonly problem: WhenProblem };

/** A longer range is looked up to here: what is free later is seldom asked for, and the calendar is asked live. */
const longestRangeDays = 31;

type Args = Readonly<Record<string, unknown>>;
interface Context {
  readonly timeZone: string;
  readonly now: Date;
}

/** Reads `start`, or else `date`, or else `from` and `to`; with `part_of_day`. With none of them: the next free times. */
export function readWhen(args: Args, context: Context): ReadWhen {
  const said = saidText(args.start) ?? saidText(args.date);
  if (said !== null && hasTime(said)) {
    const read = readStart(said, context);
    return 'start' in read ? { when: { kind: 'at', start: read.start } } : read;
  }
  const partOfDay = readPartOfDay(args.part_of_day);
  if ('problem' in partOfDay) return partOfDay;
  const { part } = partOfDay;
  const read = readDay(said, context);
  if ('problem' in read) return read;
  if (read.day) return { when: { kind: 'days', first: read.day, last: read.day, part } };
  return readRange(args, part, context);
}

/** With midnight a model means the day. */
function hasTime(said: string): boolean {
  const [time] = /\d{1,2}:\d{2}/.exec(said) ?? ['00:00'];
  return time !== '00:00';
}

function readRange(args: Args, part: PartOfDay | null, context: Context): ReadWhen {
  const from = readDay(withoutTime(args.from), context);
  if ('problem' in from) return from;
  const to = readDay(withoutTime(args.to), context);
  if ('problem' in to) return to;
  if (!from.day && !to.day) return { when: { kind: 'soon', part } };
  const first = from.day ?? DateTime.fromJSDate(context.now, { zone: context.timeZone }).startOf('day');
  const last = to.day ?? first.plus({ days: 6 });
  if (last < first) return { problem: 'range_reversed' };
  const furthest = first.plus({ days: longestRangeDays - 1 });
  return { when: { kind: 'days', first, last: last > furthest ? furthest : last, part } };
}

/** A range has days only: their times of day are dropped. */
function withoutTime(said: unknown): unknown {
  const text = saidText(said);
  return text === null ? null : text.replace(/^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*$/i, '$1');
}
