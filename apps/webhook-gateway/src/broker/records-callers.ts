import { AppointmentsOfCaller, CustomerOfNumber, type FoundAppointment, type KnownCustomer } from '@callbook/contracts';
import { QueryClient } from '@callbook/messaging';
import { Injectable } from '@nestjs/common';
import { Callers } from '../callers/callers';
import { asked } from './asked';

/** Asks the records app. */
@Injectable()
export class RecordsCallers extends Callers {
  constructor(private readonly queries: QueryClient) {
    super();
  }

  async customerOf(
    question: CustomerOfNumber,
    options: { timeoutMs: number },
  ): Promise<KnownCustomer | null | undefined> {
    const reply = await asked(this.queries, CustomerOfNumber, question, options);
    return reply && (reply.customer ?? null);
  }

  async appointmentsOf(
    question: AppointmentsOfCaller,
    options: { timeoutMs: number },
  ): Promise<readonly FoundAppointment[] | undefined> {
    return (await asked(this.queries, AppointmentsOfCaller, question, options))?.appointments;
  }
}
