import type { KnownCustomer } from '@callbook/contracts';
import type { Callers } from '../callers/callers';
import { type AgentFunction, type FunctionAnswer, withoutRequest } from '../retell/function-answer';
import type { IdentifiedCall } from '../retell/identified-call';
import { type Answer, answer, notPossible, type SpeakingCompany } from '../words/answer';
import { firstName } from '../words/first-name';
import { sentence } from '../words/sentence';

/** The agent's function `check_customer`. A number tells a first name and no more: it may be shared, or forged. */
export class CheckCustomer implements AgentFunction {
  /** @param patienceMs how long records may take, in milliseconds */
  constructor(
    private readonly callers: Callers,
    private readonly patienceMs: number,
  ) {}

  async answer({ company, call }: IdentifiedCall): Promise<FunctionAnswer> {
    const { customerNumber: number } = call;
    if (number === null) return withoutRequest(answer('none', sentence(company.language, 'caller_withheld')));
    const customer = await this.callers.customerOf({ company: company.slug, number }, { timeoutMs: this.patienceMs });
    if (customer === undefined) return withoutRequest(notPossible('look_up_failed', company));
    return withoutRequest(told(customer, company));
  }
}

function told(customer: KnownCustomer | null, { language }: SpeakingCompany): Answer {
  if (customer === null) return answer('none', sentence(language, 'caller_unknown'));
  const name = firstName(customer.name);
  const say = name === null ? sentence(language, 'caller_nameless') : sentence(language, 'caller_known', { name });
  return answer('found', say, { ok: true });
}
