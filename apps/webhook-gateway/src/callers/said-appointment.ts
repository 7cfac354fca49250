import type { Company } from '@callbook/catalogue';
import { DateTime } from 'luxon';
import { readDay, type DayProblem } from '../said/said-day';
import { readReference } from '../said/said-reference';
import { readStart, type StartProblem } from '../said/said-start';
import { saidText } from '../said/said-text';

/** Which appointment a caller means, as far as it was said. */
export interface SaidAppointment {
  readonly reference: string | null;
  readonly name: string | null;
  readonly time: SaidTime | null;
}

/** When it is, as said: to the minute, or only the day. */
export interface SaidTime {
  /** In the company's zone: `2026-11-26T10:00` or `2026-11-26`. */
  readonly local: string;
  /** The moment; null when only the day was said, or when that time comes twice on its day. */
  readonly start: Date | null;
}

export type AppointmentProblem = StartProblem | DayProblem;
export type ReadAppointment = { readonly said: SaidAppointment } | { readonly problem: AppointmentProblem };

interface Context {
  readonly company: Pick<Company, 'timeZone' | 'referencePrefix'>;
  readonly now: Date;
}

type Args = Readonly<Record<string, unknown>>;

/** Reads `reference`, `attendee_name`, and `start` or `date`; each may be missing. A date that cannot be is asked back. */
export function readAppointment(args: Args, { company, now }: Context): ReadAppointment {
  const time = readTime(saidText(args.start) ?? saidText(args.date), { timeZone: company.timeZone, now });
  if (time !== null && 'problem' in time) return time;
  const said = { reference: readReference(args.reference, company), name: saidText(args.attendee_name), time };
  return { said };
}

const localTime = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/i;

function readTime(
  text: string | null,
  context: { timeZone: string; now: Date },
): SaidTime | { readonly problem: AppointmentProblem } | null {
  if (text === null) return null;
  const day = readDay(text, context);
  if ('day' in day) return day.day && { local: day.day.toISODate() as string, start: null };
  const read = readStart(text, context);
  if ('start' in read) return { local: localMinute(read.start, context.timeZone), start: read.start };
  if (read.problem === 'start_ambiguous') return { local: text.replace(localTime, '$1T$2').slice(0, 16), start: null };
  return read.problem === 'start_without_time' ? day : read;
}

/** `2026-11-26T10:00` */
export function localMinute(instant: string | Date, zone: string): string {
  const at = typeof instant === 'string' ? DateTime.fromISO(instant) : DateTime.fromJSDate(instant);
  return at.setZone(zone).toFormat("yyyy-MM-dd'T'HH:mm");
}
