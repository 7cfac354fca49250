import { type EventClass, eventContracts, everyEventQueues } from '@callbook/contracts';

/** Queues that stored events may be sent to, and which types each of them takes. */
export interface ReplayTarget {
  readonly typesOf: ReadonlyMap<string, readonly string[]>;
}

/** Why events cannot be sent there, and what can be done instead. */
export class NoReplayTarget extends Error {
  override readonly name = 'NoReplayTarget';

  constructor(
    message: string,
    readonly next: string,
  ) {
    super(message);
  }
}

const repeatable = 'Give a queue of records, or "records" for all of them: callbook topology print';

/** Why a consumer must not be told what is over. */
const refused: Readonly<Record<string, string>> = {
  'booking.booking-requested': 'what was booked would be booked again, should its attempt be gone',
  'booking.booking-reschedule-requested': 'what was moved would be moved again, should its attempt be gone',
  'booking.booking-cancel-requested': 'what was cancelled would be cancelled again, should its attempt be gone',
  'booking.calendar-notified': 'an old hint says nothing about the calendar of today, and each costs a look at Cal.com',
};

/**
 * Which queues are meant by the name of one, or of an app for all of its queues that may be told again.
 * @throws NoReplayTarget with the reason
 */
export function replayTarget(
  to: string,
  wants: (type: string) => boolean,
  contracts: readonly EventClass[] = eventContracts,
): ReplayTarget {
  const consumers = new Set(contracts.flatMap((contract) => contract.consumers));
  const ofApp = [...consumers].filter((queue) => queue.startsWith(`${to}.`) && !(queue in refused));
  if (everyEventQueues.includes(to))
    throw new NoReplayTarget(
      `${to} takes every event: telling it again would tell everybody whom it tells, or keep what is kept.`,
      repeatable,
    );
  if (to in refused) throw new NoReplayTarget(`Nothing is replayed to ${to}: ${refused[to]}.`, repeatable);
  const queues = consumers.has(to) ? [to] : ofApp;
  if (queues.length === 0) throw new NoReplayTarget(`No contract names a consumer ${to}.`, repeatable);
  const takenBy = (queue: string) => contracts.filter((one) => one.consumers.includes(queue)).map(({ type }) => type);
  const typesOf = new Map(queues.map((queue) => [queue, takenBy(queue).filter(wants)] as const));
  if ([...typesOf.values()].every((types) => types.length === 0))
    throw new NoReplayTarget(
      `${to} takes no such events, but ${queues.flatMap(takenBy).join(', ')}.`,
      'Give another --type, or leave it out.',
    );
  return { typesOf };
}
