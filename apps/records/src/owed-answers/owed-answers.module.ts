import { CatalogueSource } from '@callbook/catalogue';
import { scrapedGauge } from '@callbook/observability';
import { repeatedly } from '@callbook/service';
import { type DynamicModule, Inject, Logger, Module } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Records } from '../transaction/records';
import { CallsDue } from './calls-due';
import { PostgresCallsDue } from './calls-due.repository';
import { OweInTime } from './owe-in-time';
import { OwedAnswerDesk } from './owed-answer-desk.repository';
import { OwedAnswerSettledConsumer } from './owed-answer-settled.consumer';
import { SettleOwedAnswerQuery } from './settle-owed-answer.query';

/** Few are ever due; each is a call's whole say. */
const callsAtOnce = 100;

@Module({})
export class OwedAnswersModule {
  /** @param everyMs between two looks for what is owed by now; the first is made that long after the start */
  static forRoot(everyMs: number): DynamicModule {
    const logger = new Logger('OwedAnswers');
    const report = (callId: string, err: unknown) =>
      logger.error({ err, callId }, 'cannot see what the caller is owed by now; looking again');
    return {
      module: OwedAnswersModule,
      controllers: [SettleOwedAnswerQuery, OwedAnswerSettledConsumer],
      providers: [
        OwedAnswerDesk,
        { provide: CallsDue, useClass: PostgresCallsDue },
        {
          provide: OweInTime,
          inject: [Records, CallsDue, Clock],
          useFactory: (records: Records, due: CallsDue, clock: Clock) =>
            new OweInTime(records, due, clock, callsAtOnce, report),
        },
        repeatedly('what is owed by now', [OweInTime], (oweInTime: OweInTime) => ({
          everyMs,
          offsetMs: everyMs,
          execute: () => oweInTime.execute(),
        })),
      ],
    };
  }

  constructor(@Inject(OwedAnswerDesk) desk: OwedAnswerDesk, @Inject(CatalogueSource) catalogue: CatalogueSource) {
    scrapedGauge(
      {
        name: 'callbook_owed_answers',
        help: 'Callers whose last word from us was none, or not how it stands now, and whom nobody has told since',
        labelNames: ['company'],
      },
      async (gauge) => {
        const open = await desk.open();
        for (const { slug } of catalogue.current().companies()) gauge.set({ company: slug }, 0);
        for (const { company, count } of open) gauge.set({ company }, count);
      },
    );
  }
}
