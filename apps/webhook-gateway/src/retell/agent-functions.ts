import type { CheckAvailability } from '../check-availability/check-availability';
import { functionAnswers } from '../metrics';
import { type Answer, invalid } from '../words/answer';
import { type AgentFunction, type FunctionAnswer, withoutRequest } from './function-answer';
import type { IdentifiedCall } from './identified-call';

export const functionNames = [
  'check_availability',
  'book_appointment',
  'check_customer',
  'list_appointments',
  'reschedule_appointment',
  'cancel_appointment',
] as const;
export type FunctionName = (typeof functionNames)[number];

/** What the agent was told, and in answer to what. */
export interface GivenAnswer extends FunctionAnswer {
  readonly functionCall: IdentifiedCall;
}

type Functions = Readonly<Record<FunctionName, AgentFunction>> & { readonly check_availability: CheckAvailability };

/** The functions an agent can call, by name. */
export class AgentFunctions {
  constructor(private readonly functions: Functions) {}

  /** @param gone aborted when nobody listens any more */
  async answer(functionCall: IdentifiedCall, gone: AbortSignal): Promise<GivenAnswer> {
    const { company, name } = functionCall;
    const known = functionNames.find((one) => one === name);
    const stop = functionAnswers.startTimer({ company: company.slug, function: known ?? 'other' });
    const given = known
      ? await this.functions[known].answer(functionCall, gone)
      : withoutRequest(invalid('function_unknown', company));
    stop({ status: given.answer.status });
    return { functionCall, ...given };
  }

  /** Arguments at root carry no call, so there is nobody to book for; what is free, anybody may ask. */
  async answerWithoutCall(name: string, { company, args }: Pick<IdentifiedCall, 'company' | 'args'>): Promise<Answer> {
    if (name !== 'check_availability') {
      const isKnown = functionNames.some((one) => one === name);
      return invalid(isKnown ? 'function_without_call' : 'function_unknown', company);
    }
    const stop = functionAnswers.startTimer({ company: company.slug, function: name });
    const { answer } = await this.functions.check_availability.answer({ company, args });
    stop({ status: answer.status });
    return answer;
  }
}
