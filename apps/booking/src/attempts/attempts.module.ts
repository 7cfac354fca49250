import { CatalogueSource } from '@callbook/catalogue';
import { ErasedPeople } from '@callbook/database';
import { correlation } from '@callbook/observability';
import { Outbox } from '@callbook/outbox';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { BookingSettings } from '../book-appointment/booking-settings';
import { LookAtCalendar } from '../calendar-changes/look-at-calendar';
import { Calendar } from '../calendar/calendar';
import { Chains } from '../chains/chains';
import { Clock } from '../clock/clock';
import { Alternatives } from '../free-slots/alternatives';
import { PostWindow } from '../prediction/post-window';
import { PredictEffectsQuery } from '../prediction/predict-effects.query';
import { bookingUseCases } from '../use-cases';
import { AdvanceAttempt } from './advance-attempt';
import type { Attempt } from './attempt';
import { Attempts } from './attempts';
import { BookingRequestedConsumer } from './booking-requested.consumer';
import { ChangeRequestedConsumer } from './change-requested.consumer';
import { PostgresAttempts } from './postgres-attempts.repository';
import { TakeRequest } from './take-request';
import { WorkOffAttempts } from './work-off-attempts';

export interface AttemptsSettings extends BookingSettings {
  /** Attempts the clock goes on with side by side in this replica. */
  readonly atOnce: number;
  /** How often to see whether one is due. Milliseconds. */
  readonly pollMs: number;
}

type UseCases = ReturnType<typeof bookingUseCases>;
const useCases = Symbol('use cases');

@Module({})
export class AttemptsModule {
  static forRoot(settings: AttemptsSettings): DynamicModule {
    const { atOnce, pollMs, leaseMs } = settings;
    return {
      module: AttemptsModule,
      controllers: [BookingRequestedConsumer, ChangeRequestedConsumer, PredictEffectsQuery],
      providers: [
        { provide: PostWindow, useValue: new PostWindow(settings.postWindowMs) },
        {
          provide: Attempts,
          inject: [DataSource, Outbox, Clock, ErasedPeople],
          useFactory: (dataSource: DataSource, outbox: Outbox, clock: Clock, erased: ErasedPeople) =>
            new PostgresAttempts(dataSource, outbox, clock, leaseMs, erased),
        },
        {
          provide: useCases,
          inject: [Attempts, Calendar, Chains, Alternatives, CatalogueSource, Clock],
          useFactory: (
            attempts: Attempts,
            calendar: Calendar,
            chains: Chains,
            alternatives: Alternatives,
            catalogue: CatalogueSource,
            clock: Clock,
          ): UseCases => bookingUseCases({ attempts, calendar, chains, alternatives, catalogue, clock, settings }),
        },
        { provide: TakeRequest, inject: [useCases], useFactory: ({ takeRequest }: UseCases) => takeRequest },
        { provide: AdvanceAttempt, inject: [useCases], useFactory: ({ advance }: UseCases) => advance },
        { provide: LookAtCalendar, inject: [useCases], useFactory: ({ lookAtCalendar }: UseCases) => lookAtCalendar },
        // One after the other in each lane, so that an attempt that takes long holds up no other lane's.
        ...Array.from({ length: atOnce }, (_, lane) =>
          repeatedly('attempts', [Attempts, AdvanceAttempt, Clock], (...needed: [Attempts, AdvanceAttempt, Clock]) => {
            const workOff = workOffAttempts(...needed, leaseMs);
            return { everyMs: pollMs * atOnce, offsetMs: pollMs * lane, execute: () => workOff.execute() };
          }),
        ),
      ],
      exports: [LookAtCalendar],
    };
  }
}

function workOffAttempts(attempts: Attempts, advance: AdvanceAttempt, clock: Clock, leaseMs: number): WorkOffAttempts {
  const logger = new Logger('Attempts');
  const report = ({ id: requestId, company, operation, state }: Attempt, err: unknown) =>
    logger.error({ err, requestId, company, operation, state }, 'the next step of an attempt failed; it is made again');
  const inItsCall = {
    execute: (attempt: Attempt) =>
      correlation.run({ correlationId: attempt.request.call.retellCallId }, () => advance.execute(attempt)),
  };
  return new WorkOffAttempts(attempts, inItsCall, clock, { atOnce: 1, leaseMs }, report);
}
