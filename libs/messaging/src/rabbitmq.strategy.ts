import type { INestApplicationContext } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type { Subscription } from './consuming/consume.decorator';
import type { Delivery } from './consuming/delivery';
import { MessagingRuntime, type SubscribedHandler } from './messaging-runtime';

/** Nest's side of messaging: hands the methods marked with `@Consume`, `@Listen` and `@AnswerQuery` to the runtime. */
class RabbitMqStrategy extends Server implements CustomTransportStrategy {
  /** Failures reach the consumer, which decides about them; Nest need not log them as well. */
  override readonly propagatesEventHandlerErrors = true;

  constructor(private readonly runtime: MessagingRuntime) {
    super();
    this.initializeSerializer({});
    this.initializeDeserializer({});
  }

  listen(started: (error?: unknown) => void): void {
    this.runtime.subscribe(this.subscribedHandlers()).then(() => started(), started);
  }

  /** The runtime stops its consumers itself, before anything they need is closed. */
  close(): void {}

  on(): void {}

  unwrap<T>(): T {
    return this.runtime as T;
  }

  private subscribedHandlers(): SubscribedHandler[] {
    return [...this.messageHandlers.values()].flatMap((first) => {
      return withAttached(first).map((handler) => ({
        subscription: handler.extras as unknown as Subscription,
        // Nest gives a promise of a value, or of an observable when a filter or interceptor stepped in.
        handle: async (data: unknown, delivery?: Delivery) =>
          lastValueFrom(this.transformToObservable(await handler(data, delivery)), { defaultValue: undefined }),
      }));
    });
  }
}

/** Nest chains handlers of one pattern; each is needed on its own, to see that there are two. */
function withAttached(handler: MessageHandler): MessageHandler[] {
  return handler.next ? [handler, ...withAttached(handler.next as MessageHandler)] : [handler];
}

/** For `app.connectMicroservice({ strategy: rabbitMqStrategy(app) })`; the app must import MessagingModule. */
export function rabbitMqStrategy(app: INestApplicationContext): CustomTransportStrategy {
  return new RabbitMqStrategy(app.get(MessagingRuntime));
}
