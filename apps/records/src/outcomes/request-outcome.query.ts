import { RequestOutcome, type RequestOutcomeReply } from '@callbook/contracts';
import { AnswerQuery } from '@callbook/messaging';
import { Controller } from '@nestjs/common';
import { RequestOutcomes } from './request-outcomes';

@Controller()
export class RequestOutcomeQuery {
  constructor(private readonly outcomes: RequestOutcomes) {}

  @AnswerQuery(RequestOutcome)
  handle(request: RequestOutcome): Promise<RequestOutcomeReply> {
    return this.outcomes.find(request);
  }
}
