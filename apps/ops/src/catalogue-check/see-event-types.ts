import type { CalendarEventType, CalendarEventTypesReply } from '@callbook/contracts';
import type { SeenEventTypes } from './compare';

/** Asks for one list, as `booking.query.calendar-event-types` names them. */
export type AskList = (list: string) => Promise<CalendarEventTypesReply>;

/** Why it cannot be told what Cal.com has. */
export interface NotSeen {
  readonly problem: 'unavailable' | 'refused';
  readonly code: string | null;
}

/**
 * Looks for these event types, and at all others on the way, with few questions: what the key lists itself first, then one by
 * one what is still missing, and of each the other ones of its owner. Every list is asked once.
 */
export async function seeEventTypes(ask: AskList, wanted: readonly number[]): Promise<SeenEventTypes | NotSeen> {
  const seen = new Map<number, CalendarEventType>();
  const asked = new Set<string>();
  const lists = ['own', 'teams'];
  const next = () => {
    const missing = wanted.find((id) => !seen.has(id) && !asked.has(`id:${id}`));
    return lists.find((list) => !asked.has(list)) ?? (missing === undefined ? undefined : `id:${missing}`);
  };
  for (let list = next(); list !== undefined; list = next()) {
    asked.add(list);
    const { eventTypes, furtherLists, problem, code } = await ask(list);
    if (problem === 'unavailable' || problem === 'refused') return { problem, code };
    lists.push(...furtherLists);
    // What an event type says by itself, a list of somebody else's may leave out.
    for (const eventType of eventTypes) if (!seen.has(eventType.id)) seen.set(eventType.id, eventType);
  }
  return seen;
}

/** Asks again as long as Cal.com only wants us to wait for our turn, and for no more than that altogether. */
export function withPatience(
  ask: AskList,
  { patienceMs, wait }: { readonly patienceMs: number; readonly wait: (ms: number) => Promise<void> },
): AskList {
  let left = patienceMs;
  return async (list) => {
    for (;;) {
      const reply = await ask(list);
      const { problem, retryAfterMs } = reply;
      if (problem !== 'unavailable' || retryAfterMs === null || retryAfterMs > left) return reply;
      left -= Math.max(retryAfterMs, 1);
      await wait(retryAfterMs);
    }
  };
}
