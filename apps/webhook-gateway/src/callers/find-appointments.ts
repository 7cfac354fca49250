import type { AppointmentsOfCaller } from '@callbook/contracts';
import type { IdentifiedCall } from '../retell/identified-call';
import type { Callers } from './callers';
import { type Candidates, chooseAppointments, type Choice } from './choose-appointment';
import type { SaidAppointment } from './said-appointment';

/** Looks for the appointments a caller means. */
export class FindAppointments {
  /** @param patienceMs how long records may take, in milliseconds */
  constructor(
    private readonly callers: Callers,
    private readonly patienceMs: number,
  ) {}

  /** Undefined when records did not reply in time. */
  async candidates({ company, call }: IdentifiedCall, { reference }: SaidAppointment): Promise<Candidates | undefined> {
    const { retellCallId, customerNumber: number } = call;
    const ask = (question: Pick<AppointmentsOfCaller, 'reference'>) =>
      this.callers.appointmentsOf(
        { company: company.slug, retellCallId, number, ...question },
        { timeoutMs: this.patienceMs },
      );
    const [own, all] = await Promise.all([ask({ reference: null }), reference === null ? [] : ask({ reference })]);
    return own && all && { own, byReference: all };
  }

  choose({ company, call }: IdentifiedCall, said: SaidAppointment, candidates: Candidates): Choice {
    const { timeZone } = company;
    return chooseAppointments(said, candidates, { timeZone, isNumberKnown: call.customerNumber !== null });
  }
}
