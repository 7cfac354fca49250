import type { Event, EventClass } from '@callbook/contracts';
import { currentCorrelation, Health } from '@callbook/observability';
import { startHere } from '@callbook/testing';
import { Controller, Global, Module, type Type } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Consume, type Delivery, MessagingModule, type MessagingOptions, rabbitMqStrategy } from '../../src';
import { contracts, LetterPosted } from './contracts';

@Global()
@Module({ providers: [Health], exports: [Health] })
class HealthModule {}

export const ladder = [200, 400];

export type AppOptions = Partial<MessagingOptions> & Pick<MessagingOptions, 'url' | 'prefix' | 'app'>;

/** A Nest app that is made as the real ones are, and not started yet. */
export async function makeApp(options: AppOptions, ...controllers: Type[]): Promise<INestApplication> {
  const testing = await Test.createTestingModule({
    imports: [HealthModule, MessagingModule.forRoot({ contracts, ladder, confirmTimeoutMs: 1_500, ...options })],
    controllers,
  }).compile();
  return testing.createNestApplication(new FastifyAdapter(), { logger: false });
}

export async function startApp(options: AppOptions, ...controllers: Type[]): Promise<INestApplication> {
  return startHere(await makeApp(options, ...controllers), rabbitMqStrategy);
}

export interface SeenDelivery {
  readonly event: Event<LetterPosted>;
  readonly delivery: Delivery;
  readonly correlation: ReturnType<typeof currentCorrelation>;
}

/** Takes letters from a queue, remembers every delivery, and does with it what the test says. */
export class Reader {
  readonly deliveries: SeenDelivery[] = [];
  private readonly behaviours = new Map<string, (seen: SeenDelivery) => Promise<void>>();

  /** What to do with letters of this text; without a word they are just taken. */
  on(text: string, behaviour: (seen: SeenDelivery) => Promise<void>): void {
    this.behaviours.set(text, behaviour);
  }

  of(text: string): SeenDelivery[] {
    return this.deliveries.filter(({ event }) => event.data.text === text);
  }

  async read(event: Event<LetterPosted>, delivery: Delivery): Promise<void> {
    const seen = { event, delivery, correlation: currentCorrelation() };
    this.deliveries.push(seen);
    await this.behaviours.get(event.data.text)?.(seen);
  }

  /** The controller of an app that reads this queue. */
  consumer(queue: string, event: EventClass<LetterPosted> = LetterPosted): Type {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- Nest makes the controller
    const reader = this;
    @Controller()
    class LetterPostedConsumer {
      @Consume(event, { queue })
      handle(given: Event<LetterPosted>, delivery: Delivery): Promise<void> {
        return reader.read(given, delivery);
      }
    }
    return LetterPostedConsumer;
  }
}
