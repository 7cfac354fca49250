/** ISO numbering: Monday is 1. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type WeekdayName = (typeof weekdays)[number];

/** `HH:MM` in the company's time zone. */
export interface TimeSpan {
  readonly opens: string;
  readonly closes: string;
}

const written = /^((?:[01]\d|2[0-3]):[0-5]\d)\s*[-–]\s*((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Reads `09:00-18:30`; undefined when it is no such span or closes before it opens. */
export function parseTimeSpan(text: string): TimeSpan | undefined {
  const [, opens, closes] = written.exec(text) ?? [];
  return opens && closes && opens < closes ? { opens, closes } : undefined;
}

/** One day's hours as they may be written: one span, or several with breaks between. */
export function parseDay(value: unknown): TimeSpan[] | undefined {
  const texts: unknown[] = Array.isArray(value) ? value : [value];
  const spans = texts.map((text) => (typeof text === 'string' ? parseTimeSpan(text) : undefined));
  if (!spans.every((span) => span !== undefined) || spans.length === 0) return undefined;
  const inOrder = spans.toSorted((a, b) => (a.opens < b.opens ? -1 : 1));
  const overlap = inOrder.some((span, index) => index > 0 && span.opens < inOrder[index - 1]!.closes);
  return overlap ? undefined : inOrder;
}
