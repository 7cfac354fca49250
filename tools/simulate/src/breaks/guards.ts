import type { Broken } from './broken';
import { neverLooked, neverUndone, unread } from './calendars';
import { asIfRecorded, LateWaiters } from './gateways';
import {
  WithoutCallLock,
  WithoutFolding,
  WithoutLease,
  WithoutOtherCalls,
  WithoutRounds,
  WithoutVersions,
} from './stores';
import { unannouncedPosts } from './unannounced-posts';

/** Every guard that can be taken away, and what is there instead of it. */
export const guards = {
  'posting-before-post': { attempts: unannouncedPosts },
  'look-before-second-post': { calendar: (calendar) => neverLooked(calendar, 'bookings') },
  'look-twice': { settings: { lookTwiceAfterMs: 0 } },
  convergence: {
    settings: { convergeAfterMs: [] },
    calendar: (calendar) => neverLooked(calendar, 'reconciliation'),
  },
  'compare-and-set': { Store: WithoutVersions },
  lease: { Store: WithoutLease, settings: { httpTimeoutMs: -Number.MAX_SAFE_INTEGER } },
  'call-lock': { Store: WithoutCallLock },
  'key-folding': { Store: WithoutFolding },
  rounds: { Store: WithoutRounds },
  'other-calls': { Store: WithoutOtherCalls },
  'metadata-check': { calendar: unread },
  'waiter-before-publish': { Waiters: LateWaiters },
  'recorded-before-booked': { overhears: asIfRecorded },
  deadline: { settings: { postWindowMs: Number.MAX_SAFE_INTEGER } },
  compensation: { calendar: neverUndone },
  'owed-in-time': { isTimeless: true },
} as const satisfies Record<string, Broken>;

export type Guard = keyof typeof guards;
export const guardNames = Object.keys(guards) as readonly Guard[];
