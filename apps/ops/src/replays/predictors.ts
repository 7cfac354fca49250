import {
  type MessageToPredict,
  parseAnyEvent,
  type PredictedEffect,
  PredictInBooking,
  PredictInRecords,
} from '@callbook/contracts';
import type { QueryClient } from '@callbook/messaging';
import type { DataSource } from 'typeorm';

/** Says what each message would do, in the order in which it is given them. */
export type Predict = (messages: readonly MessageToPredict[]) => Promise<readonly PredictedEffect[]>;

/** Milliseconds: 100 messages are rehearsed within some hundred. */
const timeoutMs = 30_000;

/** Asks the app that owns the queue. @throws QueryError */
export function predictors(queries: QueryClient, database: DataSource): (app: string) => Predict {
  const own = predictHere(database);
  return (app) => {
    switch (app) {
      case 'records':
        return async (messages) =>
          (await queries.ask(PredictInRecords, { messages: [...messages] }, { timeoutMs })).effects;
      case 'booking':
        return async (messages) =>
          (await queries.ask(PredictInBooking, { messages: [...messages] }, { timeoutMs })).effects;
      default:
        return own;
    }
  };
}

/** Queues of ops itself: what can be read is kept, or taken up again, and changes nothing the second time. */
export function predictHere(database: DataSource): Predict {
  return async (messages) => {
    const read = messages.map(({ body }) => reading(body));
    const ids = read.map(({ eventId }) => eventId);
    const handled = (await database.query(
      `SELECT message_id AS id, queue FROM ops.handled_messages WHERE message_id = ANY ($1::uuid[])
       UNION ALL SELECT event_id, 'ops.event-history' FROM ops.events WHERE event_id = ANY ($1::uuid[])`,
      [ids.filter((id) => id !== null)],
    )) as { id: string; queue: string }[];
    const known = new Set(handled.map(({ id, queue }) => `${queue} ${id}`));
    return read.map(({ eventId, failure }, index): PredictedEffect => {
      const { queue = '' } = messages[index] ?? {};
      const told = { eventId, handledBefore: false, changes: null, code: null };
      if (failure) return { ...told, ...failure, effect: 'fail' };
      if (!queue.startsWith('ops.'))
        return { ...told, effect: 'fail', code: 'unknown_queue', reason: 'no app of ours has this queue' };
      if (known.has(`${queue} ${eventId}`))
        return { ...told, effect: 'nothing', reason: 'handled already', handledBefore: true };
      return { ...told, effect: 'create', reason: queue === 'ops.event-history' ? 'kept in the history' : 'taken up' };
    });
  };
}

function reading(body: string): { eventId: string | null; failure?: Pick<PredictedEffect, 'code' | 'reason'> } {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { eventId: null, failure: { code: 'unreadable', reason: 'the body is not JSON' } };
  }
  try {
    return { eventId: parseAnyEvent(json).id };
  } catch (error) {
    return { eventId: null, failure: { code: 'invalid_contract', reason: (error as Error).message.slice(0, 300) } };
  }
}
