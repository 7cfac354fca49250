import { setTimeout as pause } from 'node:timers/promises';
import type { TracedCall } from '../floor/plan';
import type { Arena } from '../arena';
import type { AnsweredCall } from '../callers';
import { calendarTimes } from '../calendar-time';
import { type EventTap, type PassedEvent, tapEvents } from './event-tap';
import { pathTo, shapeOf } from './path';
import { StatementTap } from './statement-tap';
import { kindOf, unitsOf } from './units';

/** One call, and what was seen while it was answered. */
export interface WatchedCall extends TracedCall {
  readonly call: AnsweredCall;
}

/** Before that, things are still being done for the first time. */
const warmUpCalls = 5;
/** What comes at intervals comes within this. */
const idleMs = 3_000;
/** What is still done after the answer. */
const settleMs = 700;
const mostTries = 8;
const answeredBy = 'appointment.recorded.v1';

/**
 * Watches single calls while nothing else is done, until two that follow each other did the same.
 * @throws Error with the difference when none do
 */
export async function traceCalls(arena: Arena): Promise<readonly [WatchedCall, WatchedCall]> {
  const { stack, callers } = arena;
  const statements = await StatementTap.open(stack.databaseUrl);
  const callbook = await arena.startApps(statements.urlOf(stack.databaseUrl));
  const events = await tapEvents(stack.rabbitmqUrl);
  try {
    const [gatewayUrl = ''] = callbook.gateways;
    for (let count = 0; count < warmUpCalls; count += 1) await callers.book(gatewayUrl);
    await pause(settleMs);
    const idleFrom = performance.now();
    await pause(idleMs);
    const idle = statements.statements.filter(({ startedAt }) => startedAt >= idleFrom);
    const background = new Set(unitsOf(idle).map(kindOf));

    let before: WatchedCall | undefined;
    let difference: string[] = [];
    for (let tries = 0; tries < mostTries; tries += 1) {
      const watched = await watchCall(arena, gatewayUrl, { statements, events, background });
      if (before) difference = differenceOf(shapeOf(before.path), shapeOf(watched.path));
      if (before && difference.length === 0) return [before, watched];
      before = watched;
    }
    throw new Error(`no two calls did the same; the last two differ in:\n${difference.join('\n')}`);
  } finally {
    await events.close();
    await callbook.stop();
    await statements.close();
  }
}

interface Taps {
  readonly statements: StatementTap;
  readonly events: EventTap;
  readonly background: ReadonlySet<string>;
}

async function watchCall({ callers, calcom }: Arena, gatewayUrl: string, taps: Taps): Promise<WatchedCall> {
  const call = await callers.book(gatewayUrl);
  await pause(settleMs);
  const { callId, email, phone, answer } = call;
  const { uid } = calendarTimes(calcom.requests.all()).get(callId) ?? {};
  if (answer.status !== 'booked' || !answer.reference || !uid)
    throw new Error(`call ${callId} was answered ${JSON.stringify(answer)}`);
  const isOwn = (event: PassedEvent) => event.correlationId === callId;
  const told = taps.events.events.find((event) => isOwn(event) && event.type === answeredBy);
  if (!told) throw new Error(`no ${answeredBy} was seen for call ${callId}`);
  const seen = taps.statements.statements.filter(({ startedAt }) => startedAt >= call.sentAt);
  const path = pathTo(told, {
    units: unitsOf(seen),
    events: taps.events.events.filter(isOwn),
    background: taps.background,
  });
  return { call, path, words: { callId, email, phone, uid, reference: answer.reference } };
}

/** Lines of one that are not in the other at the same place, from where they part. */
export function differenceOf(one: readonly string[], two: readonly string[]): string[] {
  const parts = one.findIndex((line, index) => line !== two[index]);
  const from = parts === -1 ? one.length : parts;
  if (from === one.length && from === two.length) return [];
  return [`- ${one[from] ?? '(nothing more)'}`, `+ ${two[from] ?? '(nothing more)'}`];
}
