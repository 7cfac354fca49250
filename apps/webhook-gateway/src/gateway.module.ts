import { CatalogueSource } from '@callbook/catalogue';
import { type DynamicModule, Module, type ModuleMetadata } from '@nestjs/common';
import { AnswerBookAppointment } from './book-appointment/answer-book-appointment';
import { BookAppointment } from './book-appointment/book-appointment';
import { BookingOutcomeConsumer } from './booking-outcome/booking-outcome.consumer';
import { OutcomeWaiters } from './booking-outcome/outcome-waiters';
import { RequestOutcomes } from './booking-outcome/request-outcomes';
import { CalcomController } from './calcom/calcom.controller';
import { Events } from './events';
import { KnownSecrets } from './http/known-secrets';
import { FreshIds, RandomIds } from './ids';
import { AgentFunctions } from './retell/agent-functions';
import { AnswerWitness } from './retell/answer-witness';
import { CallsController } from './retell/calls.controller';
import { FunctionsController } from './retell/functions.controller';
import { InboundController } from './retell/inbound.controller';
import { Clock } from './time/clock';
import { TimeModule } from './time/time.module';
import { Timers } from './time/timers';

export interface GatewayOptions {
  /** How long a caller may be kept waiting for an answer, in milliseconds. */
  readonly answerDeadlineMs: number;
  /** Between two questions to records about one request, in milliseconds. */
  readonly outcomePollMs: number;
  /** Provide `Events`, `RequestOutcomes`, `CatalogueSource` and `SecretResolver`. */
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
        {
          provide: BookAppointment,
          inject: [OutcomeWaiters, Events, RequestOutcomes, Clock, Timers],
          useFactory: (
            waiters: OutcomeWaiters,
            events: Events,
            outcomes: RequestOutcomes,
            clock: Clock,
            timers: Timers,
          ) => new BookAppointment(waiters, events, outcomes, clock, timers, outcomePollMs),
        },
        {
          provide: AnswerBookAppointment,
          inject: [CatalogueSource, BookAppointment, Clock],
          useFactory: (catalogues: CatalogueSource, bookAppointment: BookAppointment, clock: Clock) =>
            new AnswerBookAppointment(catalogues, bookAppointment, clock, answerDeadlineMs),
        },
        {
          provide: AgentFunctions,
          inject: [AnswerBookAppointment],
          useFactory: (bookAppointment: AnswerBookAppointment) => new AgentFunctions(bookAppointment),
        },
      ],
    };
  }
}
