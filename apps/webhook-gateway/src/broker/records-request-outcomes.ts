import { RequestOutcome } from '@callbook/contracts';
import { QueryClient } from '@callbook/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { type Outcome, outcomeOf, type Waiting } from '../booking-outcome/outcome';
import { RequestOutcomes } from '../booking-outcome/request-outcomes';
import { unansweredQuestions } from '../metrics';

/** Asks the records app. */
@Injectable()
export class RecordsRequestOutcomes extends RequestOutcomes {
  private readonly logger = new Logger(RecordsRequestOutcomes.name);

  constructor(private readonly queries: QueryClient) {
    super();
  }

  async outcomeOf(waiting: Waiting, options: { timeoutMs: number }): Promise<Outcome | undefined> {
    try {
      return outcomeOf(await this.queries.ask(RequestOutcome, { ...waiting }, options));
    } catch (error) {
      unansweredQuestions.inc();
      this.logger.debug({ err: error }, 'records did not answer');
      return undefined;
    }
  }
}
