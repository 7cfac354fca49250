import { SettleOwedAnswer, type SettleOwedAnswerReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { OwedAnswerDesk } from './owed-answer-desk.repository';

@Controller()
export class SettleOwedAnswerQuery {
  constructor(private readonly desk: OwedAnswerDesk) {}

  @AnswerQuery(SettleOwedAnswer)
  async handle(request: SettleOwedAnswer): Promise<SettleOwedAnswerReply> {
    return { result: await this.desk.settle(request) };
  }
}
