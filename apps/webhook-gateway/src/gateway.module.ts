import { CatalogueSource } from '@callbook/catalogue';
import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { BookingOutcomeConsumer } from './booking-outcome/booking-outcome.consumer';
import { OutcomeWaiters } from './booking-outcome/outcome-waiters';
import { CalcomController } from './calcom/calcom.controller';
import { Callers } from './callers/callers';
import { GreetCaller } from './greet-caller/greet-caller';
import { KnownSecrets } from './http/known-secrets';
import { FreshIds, RandomIds } from './ids';
import { agentFunctions } from './retell/agent-functions.providers';
import { AnswerWitness } from './retell/answer-witness';
import { CallsController } from './retell/calls.controller';
import { FunctionsController } from './retell/functions.controller';
import { InboundController } from './retell/inbound.controller';
import { Clock } from './time/clock';
import { TimeModule } from './time/time.module';

export interface GatewayOptions {
  /** How long a caller may be kept waiting for an answer, in milliseconds. */
  readonly answerDeadlineMs: number;
  /** Between two questions to records about one request, in milliseconds. */
  readonly outcomePollMs: number;
  /** Provide `Events`, `RequestOutcomes`, `Callers`, `FreeTimes`, `CatalogueSource` and `SecretResolver`. */
  readonly outside: NonNullable<ModuleMetadata['imports']>;
}

/** Callers that may wait at once in one process: far more than a replica is given calls, and some megabytes at most. */
const mostWaiting = 5_000;

/** The gateway itself, without what it stands on. */
@Module({})
export class GatewayModule {
  static forRoot({ answerDeadlineMs, outcomePollMs, outside }: GatewayOptions): DynamicModule {
    return {
      module: GatewayModule,
      imports: [...outside, TimeModule],
      controllers: [FunctionsController, CallsController, InboundController, CalcomController, BookingOutcomeConsumer],
      providers: [
        AnswerWitness,
        KnownSecrets,
        { provide: FreshIds, useClass: RandomIds },
        { provide: OutcomeWaiters, useValue: new OutcomeWaiters(mostWaiting) },
        agentFunctions({ answerDeadlineMs, outcomePollMs }),
        {
          provide: GreetCaller,
          inject: [CatalogueSource, Callers, Clock],
          useFactory: (...given: ConstructorParameters<typeof GreetCaller>) => new GreetCaller(...given),
        },
      ],
    };
  }
}
