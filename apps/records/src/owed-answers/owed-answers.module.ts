import { CatalogueSource } from '@callbook/catalogue';
import { scrapedGauge } from '@callbook/observability';
import { Inject, Module } from '@nestjs/common';
import { OwedAnswerDesk } from './owed-answer-desk.repository';
import { SettleOwedAnswerQuery } from './settle-owed-answer.query';

@Module({ controllers: [SettleOwedAnswerQuery], providers: [OwedAnswerDesk] })
export class OwedAnswersModule {
  constructor(@Inject(OwedAnswerDesk) desk: OwedAnswerDesk, @Inject(CatalogueSource) catalogue: CatalogueSource) {
    scrapedGauge(
      {
        name: 'callbook_owed_answers',
        help: 'Callers who were last told "not confirmed yet" and to whom nobody has told the outcome since',
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
