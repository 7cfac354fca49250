import { DateTime } from 'luxon';
import { type CalcomEventType, hostIdsOf } from '../../seed/event-type';
import { type CalcomHost } from '../../seed/seed';
import { type Booking } from '../booking';
import { type CalcomWorld } from '../calcom-world';
import { candidates } from '../changes/pick-hosts';
import { bookableRange } from '../changes/time-checks';
import { isOnDay, timeOfDay } from '../working-hours';

const MINUTE = 60_000;

export interface SlotsWish {
  eventType: CalcomEventType;
  /** Epoch milliseconds, both inclusive. */
  from: number;
  to: number;
  minutes: number;
  hostSubset?: number[];
  /** Its own time counts as free. */
  moves?: Booking;
}

/** When the event type could be booked, in order of time. Who would host it is not said. */
export function freeStarts(world: CalcomWorld, wish: SlotsWish): number[] {
  const { eventType, moves, minutes } = wish;
  const hosts = candidates(world, wish);
  const isFree = (start: number) => (host: CalcomHost) => world.isFree(host, start, start + minutes * MINUTE, moves);
  const starts = [...new Set(hosts.flatMap((host) => offeredStarts(host, wish)))].sort((a, b) => a - b);
  const { earliest, latest } = bookableRange(eventType, world.now);
  return starts
    .filter((start) => start >= earliest && start <= latest)
    .filter((start) =>
      eventType.team?.scheduling === 'collective' ? hosts.every(isFree(start)) : hosts.some(isFree(start)),
    )
    .filter((start) => !isReserved(world, eventType, start, start + minutes * MINUTE));
}

/** Every step of the working hours at which the event type fits in before they end. */
function offeredStarts(host: CalcomHost, { eventType, from, to, minutes }: SlotsWish): number[] {
  const step = (eventType.slotInterval ?? minutes) * MINUTE;
  const starts: number[] = [];
  const lastDay = DateTime.fromMillis(to, { zone: host.timeZone }).endOf('day');
  let day = DateTime.fromMillis(from, { zone: host.timeZone }).startOf('day');
  for (; day <= lastDay; day = day.plus({ days: 1 })) {
    for (const hours of host.workingHours) {
      if (!isOnDay(hours, day)) continue;
      const last = timeOfDay(day, hours.endTime) - minutes * MINUTE;
      for (let start = timeOfDay(day, hours.startTime); start <= last; start += step) {
        if (start >= from && start <= to) starts.push(start);
      }
    }
  }
  return starts;
}

/** Whatever is reserved with one of the hosts hides the slot, even if another one is free. */
function isReserved(world: CalcomWorld, eventType: CalcomEventType, start: number, end: number): boolean {
  const hostIds = hostIdsOf(eventType);
  return world.reservations.touching(start, end, world.now).some(({ hostId }) => hostIds.includes(hostId));
}
