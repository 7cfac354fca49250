import { RequestOutcome } from '@callbook/contracts';
import { QueryClient } from '@callbook/messaging';
import { Injectable } from '@nestjs/common';
import { type Outcome, outcomeOf, type Waiting } from '../booking-outcome/outcome';
import { RequestOutcomes } from '../booking-outcome/request-outcomes';
import { asked } from './asked';

/** Asks the records app. */
@Injectable()
export class RecordsRequestOutcomes extends RequestOutcomes {
  constructor(private readonly queries: QueryClient) {
    super();
  }

  async outcomeOf(waiting: Waiting, options: { timeoutMs: number }): Promise<Outcome | undefined> {
    const { company, requestKey, functionCallId } = waiting;
    const reply = await asked(this.queries, RequestOutcome, { company, requestKey, functionCallId }, options);
    return reply && outcomeOf(reply);
  }
}
