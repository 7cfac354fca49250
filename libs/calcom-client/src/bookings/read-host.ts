import { isObject } from '../http/json';
import { type CalcomHost, type HostMissing } from './calcom-booking';
import { idOrNull, textOrNull } from './values';

/** What Cal.com writes in place of a value it does not have. */
const SENTINEL = 'unknown';

/** The first usable host of a booking's `hosts`, or why there is none. Usable means: it has an id. */
export function readHost(
  hosts: unknown,
): { host: CalcomHost; hostMissing: null } | { host: null; hostMissing: HostMissing } {
  const entries = Array.isArray(hosts) ? hosts.filter(isObject) : [];
  for (const entry of entries) {
    const id = idOrNull(entry.id);
    if (id === null) continue;
    const known = (value: unknown) => (value === SENTINEL ? null : textOrNull(value));
    const host: CalcomHost = {
      id,
      name: known(entry.name),
      email: known(entry.email),
      timeZone: known(entry.timeZone),
      username: known(entry.username),
    };
    return { host, hostMissing: null };
  }
  return { host: null, hostMissing: entries.some(({ id }) => id === SENTINEL) ? 'sentinel_host' : 'no_host' };
}
