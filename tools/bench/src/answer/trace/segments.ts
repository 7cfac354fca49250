import { quantile } from '../../statistics';
import type { CalendarTime } from '../calendar-time';
import type { AnsweredCall } from '../callers';
import type { PassedEvent } from './event-tap';

/** The stretches of a call's way, in order; each ends where the next begins. */
const names = [
  'gateway, until the request is at the broker',
  'booking, until its POST arrives',
  'the calendar',
  'booking, until its outcome is at the broker',
  'records, until its word is at the broker',
  'gateway, until the answer is there',
] as const;

/** How long calls spent on each stretch, for people: median and 99th percentile in milliseconds. */
export function segmentsOf(
  calls: readonly AnsweredCall[],
  events: readonly PassedEvent[],
  calendar: ReadonlyMap<string, CalendarTime>,
): string[] {
  const seen = new Map(events.map(({ correlationId, type, at }) => [`${correlationId} ${type}`, at]));
  const ways = calls.flatMap(({ callId, sentAt, answeredAt }) => {
    const at = (type: string) => seen.get(`${callId} ${type}`);
    const { from, to } = calendar.get(callId) ?? {};
    // The calendar's ledger keeps the time of day.
    const [arrived, answered] = [from, to].map((time) => time && time - performance.timeOrigin);
    const points = [
      sentAt,
      at('booking.requested.v1'),
      arrived,
      answered,
      at('booking.created.v1'),
      at('appointment.recorded.v1'),
      answeredAt,
    ];
    return points.every((point) => point !== undefined) ? [points] : [];
  });
  if (ways.length === 0) return ['no call was seen from end to end'];
  return names.map((name, index) => {
    const each = ways.map((points) => (points[index + 1] as number) - (points[index] as number));
    return `${name.padEnd(46)} median ${ms(quantile(each, 0.5))}  p99 ${ms(quantile(each, 0.99))}`;
  });
}

const ms = (value: number): string => `${value.toFixed(1)} ms`.padStart(10);
