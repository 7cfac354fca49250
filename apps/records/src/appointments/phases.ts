import type { Service } from '@callbook/catalogue';
import type { BookingFact } from '@callbook/contracts';
import type { Cause } from '../cells/causes';

/** One part of an appointment for a composite service; times are minutes from the appointment's start. */
export interface Phase {
  readonly position: number;
  readonly key: string;
  readonly offsetMinutes: number;
  readonly minutes: number;
  readonly staffRequired: boolean;
  readonly staffId: string | null;
  readonly staffCause: Cause | null;
  readonly calcomUid: string | null;
  readonly status: 'booked' | 'waiting_time' | 'cancelled' | 'rejected';
}

/**
 * The parts of a composite appointment: those that were booked, each with its own uid, and the waiting times between them
 * that only the catalogue knows. An ordinary appointment has none.
 */
export function phasesOf(fact: BookingFact, service: Pick<Service, 'segments'> | undefined): Phase[] {
  if (fact.segments.length === 0) return [];
  const booked = fact.segments.map((segment): Omit<Phase, 'position'> => {
    const staffId = service?.segments.find(({ key }) => key === segment.key)?.staffId ?? null;
    return {
      key: segment.key,
      offsetMinutes: minutesBetween(fact.start, segment.start),
      minutes: minutesBetween(segment.start, segment.end),
      staffRequired: true,
      staffId,
      staffCause: staffId === null ? 'part_unknown' : null,
      calcomUid: segment.uid,
      status: fact.status === 'cancelled' || fact.status === 'rejected' ? fact.status : 'booked',
    };
  });
  const waiting = (service?.segments ?? [])
    .filter(({ calcomEventTypeId }) => calcomEventTypeId === null)
    .map(({ key, offsetMinutes, minutes }): Omit<Phase, 'position'> => ({
      key,
      offsetMinutes,
      minutes,
      staffRequired: false,
      staffId: null,
      staffCause: 'not_required',
      calcomUid: null,
      status: 'waiting_time',
    }));
  return [...booked, ...waiting]
    .sort((a, b) => a.offsetMinutes - b.offsetMinutes)
    .map((phase, index) => ({ ...phase, position: index + 1 }));
}

function minutesBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
}
