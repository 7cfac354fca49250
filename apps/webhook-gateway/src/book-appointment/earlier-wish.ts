import type { Callers } from '../callers/callers';
import type { IdentifiedCall } from '../retell/identified-call';
import type { SaidBooking } from './said-booking';

/** What a request says about the earlier wishes of its call. */
export interface EarlierWish {
  /** ISO 8601, or `earlier`; null when nothing was said. */
  readonly insteadOf: string | null;
  readonly asWell: boolean;
}

/** Finds the start of the appointment that is to be replaced, where a caller gave its reference. */
export class FindEarlierWish {
  /** @param patienceMs how long records may take, in milliseconds */
  constructor(
    private readonly callers: Callers,
    private readonly patienceMs: number,
  ) {}

  /** `unknown`: this call has booked nothing under that reference. `not_looked_up`: records did not reply in time. */
  async of(
    said: SaidBooking['insteadOf'],
    { company, call }: IdentifiedCall,
  ): Promise<EarlierWish | 'unknown' | 'not_looked_up'> {
    switch (said.kind) {
      case 'not_said':
        return { insteadOf: null, asWell: false };
      case 'as_well':
        return { insteadOf: null, asWell: true };
      case 'earlier':
        return { insteadOf: 'earlier', asWell: false };
      case 'start':
        return { insteadOf: said.start.toISOString(), asWell: false };
      case 'reference': {
        const { retellCallId, customerNumber: number } = call;
        const { reference } = said;
        const question = { company: company.slug, retellCallId, number, reference };
        const found = await this.callers.appointmentsOf(question, { timeoutMs: this.patienceMs });
        if (!found) return 'not_looked_up';
        const ofThisCall = found.find((one) => one.bookedInThisCall && one.reference === reference);
        return ofThisCall ? { insteadOf: new Date(ofThisCall.startsAt).toISOString(), asWell: false } : 'unknown';
      }
    }
  }
}
