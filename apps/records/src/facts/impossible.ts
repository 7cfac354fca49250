import type { BrokenField } from '@callbook/contracts';

/** No calendar and no telephone told anything before, and nothing is booked so far ahead. */
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);
const largestInteger = 2_147_483_647;

/** What others make up freely: nothing in it is a time or a number of ours. */
const foreign = new Set(['metadata', 'custom', 'event']);
const isTime = (name: string): boolean => /^(time|[a-z]\w*At)$/.test(name);
const isInteger = (name: string): boolean =>
  /^(durationMs|durationMinutes|agentVersion|calcomBookingId|eventTypeId|id|minor|catalogueVersion|round)$/.test(name);

interface Span {
  readonly from: string;
  readonly to: string;
  /** Whether both may be the same moment. */
  readonly mayBeEmpty: boolean;
}

/** By their paths: of a booking and its segments, and of a call. A start alone is what somebody wished for, whatever it was. */
const spans: readonly Span[] = [
  { from: 'start', to: 'end', mayBeEmpty: false },
  { from: 'call.startedAt', to: 'end.endedAt', mayBeEmpty: true },
];

/**
 * The fields of an event that fulfil its contract and still cannot be true: times outside 2000 to 2099, an end before its
 * start, integers no database column holds. Names fields, never values: they may be personal.
 */
export function impossibleFields(event: { readonly time: string; readonly data: object }): BrokenField[] {
  return [...fieldsIn({ time: event.time }, ''), ...fieldsIn(event.data, 'data.')];
}

function fieldsIn(value: object, path: string): BrokenField[] {
  const own = Object.entries(value).flatMap(([name, item]): BrokenField[] => {
    const field = `${path}${name}`;
    if (typeof item === 'string' && isTime(name))
      return isPlausible(Date.parse(item)) ? [] : [{ field, expected: plausible }];
    if (typeof item === 'number' && isInteger(name))
      return Math.abs(item) <= largestInteger ? [] : [{ field, expected: `must be at most ${largestInteger}` }];
    if (item === null || typeof item !== 'object' || foreign.has(name)) return [];
    return fieldsIn(item as object, `${field}.`);
  });
  return [...own, ...spans.flatMap((span) => spanIn(value, span, path))];
}

const plausible = 'must lie between the years 2000 and 2099';

function isPlausible(at: number): boolean {
  return at >= earliest && at < latest;
}

function spanIn(value: object, { from, to, mayBeEmpty }: Span, path: string): BrokenField[] {
  const [start, end] = [timeAt(value, from), timeAt(value, to)];
  if (start === undefined || end === undefined) return [];
  const implausible = [
    { field: `${path}${from}`, at: start },
    { field: `${path}${to}`, at: end },
  ].filter(({ field, at }) => !isTime(field.split('.').at(-1) ?? '') && !isPlausible(at));
  const inOrder = end > start || (mayBeEmpty && end === start);
  return [
    ...implausible.map(({ field }) => ({ field, expected: plausible })),
    ...(inOrder
      ? []
      : [{ field: `${path}${to}`, expected: `must ${mayBeEmpty ? 'not lie before' : 'lie after'} ${path}${from}` }]),
  ];
}

function timeAt(value: object, path: string): number | undefined {
  const found = path
    .split('.')
    .reduce<unknown>(
      (item, name) => (item !== null && typeof item === 'object' ? (item as Record<string, unknown>)[name] : undefined),
      value,
    );
  return typeof found === 'string' ? Date.parse(found) : undefined;
}
