import type { Language } from '@callbook/contracts';
import { DateTime } from 'luxon';

/** Where a sentence is spoken. */
export interface Locale {
  readonly language: Language;
  /** IANA. */
  readonly timeZone: string;
}

const formats = {
  de: {
    moment: "cccc, d. LLLL, 'um' H:mm 'Uhr'",
    day: "cccc, 'der' d. LLLL yyyy",
    date: 'cccc, d. LLLL',
    onDate: "'am' cccc, d. LLLL,",
    atTime: "'um' H:mm 'Uhr'",
    time: "H:mm 'Uhr'",
  },
  en: {
    moment: "cccc, LLLL d, 'at' h:mm a",
    day: 'cccc, LLLL d, yyyy',
    date: 'cccc, LLLL d',
    onDate: 'cccc, LLLL d,',
    atTime: "'at' h:mm a",
    time: 'h:mm a',
  },
} as const;

/** Weekday and date, or a time of day, in one of the forms that sentences need. */
export function spoken(
  form: keyof (typeof formats)['de'],
  instant: string | Date,
  { language, timeZone }: Locale,
): string {
  return local(instant, timeZone).toFormat(formats[language][form], { locale: language });
}

/** Weekday, date and time. Without the year: what can be booked lies within twelve months, so the date is unmistakable. */
export function spokenMoment(instant: string | Date, locale: Locale): string {
  return spoken('moment', instant, locale);
}

/** Weekday and date with the year. */
export function spokenDay(instant: string | Date, locale: Locale): string {
  return spoken('day', instant, locale);
}

/** `2026-11-26T10:00:00+01:00` */
export function localIso(instant: string | Date, timeZone: string): string {
  return local(instant, timeZone).toISO({ suppressMilliseconds: true }) as string;
}

/** "a, b and c", or "a, b or c" of which one is chosen. */
export function spokenList(items: readonly string[], language: Language, type: 'conjunction' | 'disjunction'): string {
  return new Intl.ListFormat(language, { type, style: 'long' }).format(items);
}

const longestName = 60;

/** A name from outside, cut so that nobody can smuggle instructions for the model through it. */
export function spokenName(name: string): string {
  const oneLine = name.replace(/[\p{Control}\p{White_Space}]+/gu, ' ').trim();
  return [...oneLine].slice(0, longestName).join('').trim();
}

function local(instant: string | Date, zone: string): DateTime {
  return typeof instant === 'string' ? DateTime.fromISO(instant, { zone }) : DateTime.fromJSDate(instant, { zone });
}
