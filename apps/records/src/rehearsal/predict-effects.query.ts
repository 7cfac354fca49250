import { type PredictedEffects, PredictInRecords } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { Rehearsal } from './rehearsal.repository';

@Controller()
export class PredictEffectsQuery {
  constructor(private readonly rehearsal: Rehearsal) {}

  @AnswerQuery(PredictInRecords)
  async handle({ messages }: PredictInRecords): Promise<PredictedEffects> {
    return { effects: await this.rehearsal.predict(messages) };
  }
}
