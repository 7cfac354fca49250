import type { Event, EventClass, QueryClass } from '@callbook/contracts';
import { applyDecorators, type ArgumentsHost, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError } from 'rxjs';
import type { Delivery } from './delivery';
import type { Taken } from './own-queues';

/** What a handler takes, as the transport finds it on the handler. */
export type Subscription =
  | { readonly kind: 'consume'; readonly event: Taken; readonly queue: string; readonly prefetch?: number }
  | { readonly kind: 'listen'; readonly events: readonly EventClass[] }
  | { readonly kind: 'answer'; readonly query: QueryClass };

/** Lets the error through as it was thrown: Nest's own filter would replace its class by a text, and every error would look alike. */
@Catch()
class ErrorsAsThrown implements ExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost) {
    return throwError(() => error);
  }
}

type Handler<Arguments extends unknown[], Result> = <T extends (...given: Arguments) => Result | Promise<Result>>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<T>,
) => void;

/** Without marks of their own Nest hands over the first argument only. */
const twoArguments: MethodDecorator = (target, method) => {
  Payload()(target, method, 0);
  Ctx()(target, method, 1);
};

const subscribed = (pattern: MethodDecorator): never =>
  applyDecorators(pattern, twoArguments, UseFilters(new ErrorsAsThrown())) as never;

/**
 * The method handles every message of the queue: `handle(event, delivery)`. Its value acknowledges; what it throws
 * decides between a retry and the dead letters.
 */
export function Consume<T extends object>(
  event: EventClass<T>,
  options: { readonly queue: string; readonly prefetch?: number },
): Handler<[event: Event<T>, delivery: Delivery], unknown> {
  const subscription: Subscription = { kind: 'consume', event: event as EventClass, ...options };
  return subscribed(EventPattern<string>(options.queue, subscription));
}

/**
 * The method handles every event there is, of every type and version, also of such as have no contract here: only the
 * envelope is checked. What is no CloudEvent goes to the dead letters at once, as everywhere.
 */
export function ConsumeEveryEvent(options: {
  readonly queue: string;
  readonly prefetch?: number;
}): Handler<[event: Event<unknown>, delivery: Delivery], unknown> {
  const subscription: Subscription = { kind: 'consume', event: 'every event', ...options };
  return subscribed(EventPattern<string>(options.queue, subscription));
}

let listeners = 0;

/**
 * The method hears the events in every replica, from the moment the replica listens: for what waits in memory. A message
 * is handed over once at most; an error is logged and counted, no more.
 */
export function Listen<Types extends readonly (Pick<EventClass, 'type'> & (new () => object))[]>(
  ...events: Types
): Handler<[event: Event<InstanceType<Types[number]>>], unknown> {
  const subscription: Subscription = { kind: 'listen', events: events as readonly unknown[] as readonly EventClass[] };
  // Nest chains handlers of one pattern: calling the first calls the second as well. Each listener has its own.
  listeners += 1;
  return subscribed(EventPattern<string>(`listener ${listeners}`, subscription));
}

/** The method answers a query: `handle(request)`. When it throws, the asker is told so at once. */
export function AnswerQuery<Request extends object, Reply extends object>(
  query: QueryClass<Request, Reply>,
): Handler<[request: Request], Reply> {
  const subscription: Subscription = { kind: 'answer', query: query as QueryClass };
  // Registered as an event: Nest keeps both of two handlers then, so that there being two can be seen and refused.
  return subscribed(EventPattern<string>(query.query, subscription));
}
