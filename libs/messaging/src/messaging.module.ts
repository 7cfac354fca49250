import { Health } from '@callbook/observability';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DeadQueues } from './dead-letters/dead-queues';
import { QueueSender } from './dead-letters/queue-sender';
import { type MessagingOptions, MessagingRuntime } from './messaging-runtime';
import { EventPublisher } from './publishing/event-publisher';
import { QueryClient } from './queries/query-client';

@Global()
@Module({})
export class MessagingModule {
  /** Provides `EventPublisher`, `QueryClient`, `DeadQueues` and `QueueSender`; consumers start with `app.startAllMicroservices()`. Needs `Health`. */
  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      providers: [
        {
          provide: MessagingRuntime,
          inject: [Health],
          useFactory: (health: Health) => new MessagingRuntime(options, health),
        },
        {
          provide: EventPublisher,
          inject: [MessagingRuntime],
          useFactory: ({ publisher }: MessagingRuntime) => publisher,
        },
        { provide: QueryClient, inject: [MessagingRuntime], useFactory: ({ queries }: MessagingRuntime) => queries },
        {
          provide: DeadQueues,
          inject: [MessagingRuntime],
          useFactory: ({ deadQueues }: MessagingRuntime) => deadQueues,
        },
        {
          provide: QueueSender,
          inject: [MessagingRuntime],
          useFactory: ({ queueSender }: MessagingRuntime) => queueSender,
        },
      ],
      exports: [EventPublisher, QueryClient, DeadQueues, QueueSender, MessagingRuntime],
    };
  }
}
