import { isLive } from '../calendar/is-live';
import type { ChainFact } from './chain-fact';

const minute = 60_000;
const hour = 60 * minute;

/** Pauses before the calendar is asked again who serves, where it did not say: soon, for most are assigned at once. Milliseconds. */
export const hostLookPauses: readonly number[] = [5 * minute, 30 * minute, 2 * hour, 8 * hour, 24 * hour];

/**
 * When to ask again; null when the host is known, the appointment is over or was called off, or it was asked often enough:
 * whoever assigns one after that is told by Cal.com's own webhook, or by nobody.
 * @param looks how often it was asked again already
 */
export function nextHostLook(
  { host, status, start }: Pick<ChainFact, 'host' | 'status' | 'start'>,
  looks: number,
  now: Date,
): Date | null {
  const pause = hostLookPauses[looks];
  if (host !== null || !isLive({ status }) || pause === undefined || new Date(start) <= now) return null;
  return new Date(now.getTime() + pause);
}
