import type { CatalogueSource, Company } from '@callbook/catalogue';
import type { InboundAnswer, InboundWebhook } from '@callbook/retell';
import type { Callers } from '../callers/callers';
import type { Clock } from '../time/clock';
import { firstName } from '../words/first-name';
import { localIso, spoken, spokenDay, spokenName } from '../words/spoken';

type Ringing = Pick<InboundWebhook, 'agentId' | 'customerNumber' | 'toNumber'>;

/** How long records may take, in milliseconds: it rings until this is answered. */
const patienceMs = 800;

/**
 * What the agent should know before it says hello. All of it is on the strength of a number, so no appointments. Every
 * variable is always there, if only empty: one that is not set would be read out as `{{name}}`.
 */
export class GreetCaller {
  constructor(
    private readonly catalogues: CatalogueSource,
    private readonly callers: Callers,
    private readonly clock: Clock,
  ) {}

  async execute(company: Company, ringing: Ringing): Promise<InboundAnswer> {
    const name = await this.firstNameOf(company, ringing);
    const now = this.clock.now();
    const dynamic_variables = {
      caller_first_name: name ?? '',
      company_name: spokenName(company.name),
      local_date: spokenDay(now, company),
      local_time: spoken('time', now, company),
      local_now: localIso(now, company.timeZone),
      local_time_zone: company.timeZone,
    };
    return { call_inbound: { dynamic_variables } };
  }

  private async firstNameOf({ slug }: Company, { agentId, customerNumber, toNumber }: Ringing): Promise<string | null> {
    // Without an agent nothing in the signed body says whose call it is, but for the number that is called.
    const isOurs = agentId !== null || this.catalogues.current().branchOfNumber(slug, toNumber ?? '') !== undefined;
    if (!isOurs || customerNumber === null) return null;
    const question = { company: slug, number: customerNumber };
    const customer = await this.callers.customerOf(question, { timeoutMs: patienceMs });
    return firstName(customer?.name ?? null);
  }
}
