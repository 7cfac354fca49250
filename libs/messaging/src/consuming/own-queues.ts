import type { EventClass, QueryClass } from '@callbook/contracts';
import { everyEventOf } from '../topology/topology';

/** Handlers and contracts do not fit together: a message would go unhandled, or be handled twice. */
export class HandlersIncomplete extends Error {
  override readonly name = 'HandlersIncomplete';

  constructor(problems: readonly string[]) {
    super(`The consumers do not fit the contracts: ${problems.join('; ')}`);
  }
}

/** What is taken from a queue: the events of one contract, or every event there is. */
export type Taken = EventClass | 'every event';

/** The queues an app has to handle: those that begin with its name. */
export function ownQueues(
  app: string,
  contracts: readonly EventClass[],
  everyEvent: readonly string[] = everyEventOf(contracts),
): string[] {
  const queues = [...contracts.flatMap(({ consumers }) => consumers), ...everyEvent];
  return [...new Set(queues)].filter((queue) => queue.startsWith(`${app}.`));
}

/**
 * Every queue of the app has exactly one handler, and every handler a queue of a contract that carries its event.
 * @throws HandlersIncomplete naming every problem
 */
export function checkHandlers(
  app: string,
  contracts: readonly EventClass[],
  handlers: readonly { readonly queue: string; readonly event: Taken }[],
  everyEvent: readonly string[] = everyEventOf(contracts),
): void {
  const own = ownQueues(app, contracts, everyEvent);
  const carries = (queue: string, event: Taken) =>
    event === 'every event' ? everyEvent.includes(queue) : event.consumers.includes(queue);
  const unhandled = own
    .filter((queue) => !handlers.some((handler) => handler.queue === queue))
    .map((queue) => `${queue} has no handler`);
  const twice = own
    .filter((queue) => handlers.filter((handler) => handler.queue === queue).length > 1)
    .map((queue) => `${queue} has two handlers`);
  const foreign = handlers
    .filter(({ queue, event }) => !own.includes(queue) || !carries(queue, event))
    .map(({ queue, event }) => `${queue} is not a queue of ${app} for ${event === 'every event' ? event : event.type}`);
  const problems = [...unhandled, ...twice, ...foreign];
  if (problems.length > 0) throw new HandlersIncomplete(problems);
}

/** Of two that answer one query, chance would decide. @throws HandlersIncomplete */
export function checkAnswers(queries: readonly QueryClass[]): void {
  const twice = queries.filter((query, index) => queries.indexOf(query) !== index);
  if (twice.length > 0) throw new HandlersIncomplete(twice.map(({ query }) => `${query} has two handlers`));
}
