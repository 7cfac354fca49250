import type { CatalogueSource, Company, Service } from '@callbook/catalogue';
import { namesIn } from '../booking-outcome/names-in';
import { type AgentFunction, type FunctionAnswer, withoutRequest } from '../retell/function-answer';
import type { IdentifiedCall } from '../retell/identified-call';
import { readServices } from '../said/said-services';
import { readStaff } from '../said/said-staff';
import type { Clock } from '../time/clock';
import { type Answer, answer, invalid } from '../words/answer';
import { serviceChoice, staffChoice } from '../words/choices';
import { spokenDay } from '../words/spoken';
import { availabilityAnswer } from './availability-answer';
import type { LookUpFreeTimes } from './look-up-free-times';
import { readWhen, type SaidWhen } from './said-wish';

type AnswerForService = Answer & { readonly service: string };

/** The agent's function `check_availability`. It needs to know no caller, so it also answers without a call. */
export class CheckAvailability implements AgentFunction {
  /** @param deadlineMs how long the caller may be kept waiting, in milliseconds */
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly lookUp: LookUpFreeTimes,
    private readonly clock: Clock,
    private readonly deadlineMs: number,
  ) {}

  async answer({ company, args }: Pick<IdentifiedCall, 'company' | 'args'>): Promise<FunctionAnswer> {
    const now = this.clock.now();
    const catalogue = this.catalogues.current();
    const find = (asSaid: string) => catalogue.findService(company.slug, asSaid);
    const which = readServices(args.service ?? args.services, find);
    if ('problem' in which) {
      return withoutRequest(invalid(which.problem, company, { services: serviceChoice(catalogue, company) }));
    }
    const read = readWhen(args, { timeZone: company.timeZone, now });
    if ('problem' in read) return withoutRequest(invalid(read.problem, company, { today: spokenDay(now, company) }));

    const by = new Date(now.getTime() + this.deadlineMs);
    const answers = await Promise.all(
      which.services.map((service) => this.forService(service, read.when, args.preferred_staff, company, by)),
    );
    const [only, ...others] = answers;
    return withoutRequest(only && others.length === 0 ? only : together(answers, which.services, company));
  }

  private async forService(
    service: Service,
    when: SaidWhen,
    staffSaid: unknown,
    company: Company,
    by: Date,
  ): Promise<Answer> {
    const catalogue = this.catalogues.current();
    const staff = readStaff(staffSaid, service, catalogue);
    if ('problem' in staff) return staffChoice(service, staff.performers, company);
    const wish = { company, service, person: staff.person, when };
    const found = await this.lookUp.execute(wish, by);
    return availabilityAnswer(wish, found, company, namesIn(catalogue, company).staff);
  }
}

/** One answer for each service, in the order asked, and one sentence for all. */
function together(
  answers: readonly Answer[],
  services: readonly Service[],
  { language }: Company,
): Answer & { services: AnswerForService[] } {
  const say = answers.map((one) => one.say).join(' ');
  const best = answers.find(({ status }) => status === 'found') ?? (answers[0] as Answer);
  return {
    ...answer(best.status, say, { ok: best.ok }),
    services: answers.map((one, index) => ({ ...one, service: services[index]?.name[language] ?? '' })),
  };
}
