import type { Company } from '@callbook/catalogue';
import { type CallIdentity, derivedId, digestOf } from '@callbook/contracts';
import { argumentsOf, type FunctionCall, toolCallIdOf } from '@callbook/retell';
import { callIdentity } from './call-identity.mapper';

/** One custom function call, told apart from every other. */
export interface IdentifiedCall {
  readonly company: Company;
  readonly call: CallIdentity;
  /** The same for a retried request of one invocation; another when the model calls again or with other arguments. */
  readonly functionCallId: string;
  readonly name: string;
  readonly args: FunctionCall['args'];
}

export function identified(company: Company, functionCall: FunctionCall): IdentifiedCall {
  const args = argumentsOf(functionCall.args);
  const call = callIdentity(functionCall.call);
  const [toolCallId, digest] = [toolCallIdOf(functionCall), digestOf(args)];
  const functionCallId = derivedId('function-call', company.slug, call.retellCallId, toolCallId, digest);
  return { company, call, functionCallId, name: functionCall.name, args };
}
