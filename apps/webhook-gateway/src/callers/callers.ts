import type { AppointmentsOfCaller, CustomerOfNumber, FoundAppointment, KnownCustomer } from '@callbook/contracts';

/** Who rings, and what appointments there are, as records knows it. What it tells is for the gateway: not all of it may be said. */
export abstract class Callers {
  /** Null: nobody, or more than one person, has the number. Undefined: records did not reply in time. Never rejects. */
  abstract customerOf(
    question: CustomerOfNumber,
    options: { timeoutMs: number },
  ): Promise<KnownCustomer | null | undefined>;

  /** Undefined: records did not reply in time. Never rejects. */
  abstract appointmentsOf(
    question: AppointmentsOfCaller,
    options: { timeoutMs: number },
  ): Promise<readonly FoundAppointment[] | undefined>;
}
