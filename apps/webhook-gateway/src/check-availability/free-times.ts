import type { Availability, AvailabilityReply } from '@callbook/contracts';

/** What is free, as booking sees it in the calendar now. */
export abstract class FreeTimes {
  /** `problem: 'unavailable'` also when booking did not reply in time. Never rejects. */
  abstract lookUp(
    question: Availability,
    options: { timeoutMs: number },
  ): Promise<Pick<AvailabilityReply, 'slots' | 'problem'>>;
}
