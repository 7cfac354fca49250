import type { FoundAppointment } from '@callbook/contracts';
import type { FindAppointments } from '../callers/find-appointments';
import { notFound } from '../callers/not-found';
import { readAppointment } from '../callers/said-appointment';
import { spokenInFull } from '../callers/spoken-appointments';
import { type AgentFunction, type FunctionAnswer, withoutRequest } from '../retell/function-answer';
import type { IdentifiedCall } from '../retell/identified-call';
import type { Clock } from '../time/clock';
import { type Answer, answer, invalid, notPossible, type SpeakingCompany } from '../words/answer';
import { countedSentence } from '../words/sentence';
import { localIso, spokenDay, spokenList, spokenName } from '../words/spoken';

/** More is nothing to listen to. */
const mostSpoken = 5;

interface ListedAppointment {
  readonly reference: string;
  readonly start_local: string;
  readonly service: string | null;
  readonly staff: string | null;
}

/** The agent's function `list_appointments`. */
export class ListAppointments implements AgentFunction {
  constructor(
    private readonly finder: FindAppointments,
    private readonly clock: Clock,
  ) {}

  async answer(functionCall: IdentifiedCall): Promise<FunctionAnswer> {
    const { company, call, args } = functionCall;
    const now = this.clock.now();
    const which = readAppointment(args, { company, now });
    if ('problem' in which) {
      return withoutRequest(invalid(which.problem, company, { today: spokenDay(now, company) }));
    }
    const candidates = await this.finder.candidates(functionCall, which.said);
    if (!candidates) return withoutRequest(notPossible('look_up_failed', company));
    const choice = this.finder.choose(functionCall, which.said, candidates);
    if (choice.kind !== 'found') return withoutRequest(notFound(choice.kind, company, call.customerNumber !== null));
    return withoutRequest(listed(choice.appointments, company));
  }
}

function listed(
  appointments: readonly [FoundAppointment, ...FoundAppointment[]],
  company: SpeakingCompany,
): Answer & { appointments: ListedAppointment[] } {
  const { language, timeZone } = company;
  const told = appointments.slice(0, mostSpoken);
  const items = told.map((one) => spokenInFull(one, company));
  const say = countedSentence(language, 'found', appointments.length, {
    appointments: spokenList(items, language, 'conjunction'),
  });
  const more = appointments.length - told.length;
  const [first] = appointments;
  return {
    ...answer('found', more > 0 ? `${say} ${countedSentence(language, 'found_more', more)}` : say, {
      ok: true,
      start_local: localIso(first.startsAt, timeZone),
      staff: cut(first.staffName),
      reference: first.reference,
    }),
    appointments: told.map(({ reference, startsAt, serviceName, staffName }) => ({
      reference,
      start_local: localIso(startsAt, timeZone),
      service: cut(serviceName),
      staff: cut(staffName),
    })),
  };
}

const cut = (name: string | null): string | null => (name === null ? null : spokenName(name));
