import { type CallIdentity, derivedId, type Operation, requestId } from '@callbook/contracts';
import { agentOf, branchNumber } from './salon';
import type { CallPlan, CustomerPlan, Plan, Wish } from './plan';

/** All times of a history are counted from here. */
export const morning = Date.UTC(2026, 10, 21, 8);

export function timeAt(minute: number): string {
  return new Date(morning + minute * 60_000).toISOString();
}

/** The same numbers in every company: nobody may be recognised across companies. */
export const numbers = ['+4915112345670', '+4915112345671', '+4915112345672'] as const;

export const retellCallId = (call: number): string => `call-${call}`;

/** What the provider says of a call, always the same. */
export function identityOf({ calls }: Pick<Plan, 'calls'>, company: string, place: number, call: number): CallIdentity {
  const { number, startKnown, branch } = calls[call] as CallPlan;
  const isWeb = number === 'web';
  const own = typeof number === 'number' ? numbers[number] : null;
  return {
    retellCallId: retellCallId(call),
    agentId: agentOf(company),
    agentVersion: 7,
    callType: isWeb ? 'web_call' : 'phone_call',
    direction: isWeb ? null : 'inbound',
    fromNumber: isWeb ? null : (own ?? 'anonymous'),
    toNumber: isWeb ? null : branchNumber(place, branch),
    customerNumber: own ?? null,
    startedAt: startKnown ? timeAt(call * 10) : null,
  };
}

/** What a call asks for, as all who speak of it call it. */
export interface Asked {
  readonly operation: Operation;
  readonly requestKey: string;
  readonly requestId: string;
}

export function askedFor(company: string, call: number, wish: Wish, round: number): Asked {
  const { operation, chain } = wish;
  const requestKey = derivedId('property request', company, call, operation, chain);
  return { operation, requestKey, requestId: requestId(requestKey, round) };
}

export function functionCallId(company: string, call: number, wish: Wish | null, functionCall: number): string {
  const what = wish === null ? [] : [wish.operation, wish.chain];
  return derivedId('property function call', company, call, ...what, functionCall);
}

/** The three times a chain may be at have uids of their own; the third is that of a part of the first. */
export function uidOf(chain: number, moved: 0 | 1 | 2): string {
  return ['uid-'.concat(String(chain)), `uid-${chain}-moved`, `uid-${chain}-2`][moved] as string;
}

/** Row id of a customer, as derived from what they are recognised by. */
export function customerIdOf(company: string, customer: CustomerPlan): string {
  if ('number' in customer) return derivedId('customer', company, 'phone', numbers[customer.number]);
  return derivedId('customer', company, 'call', retellCallId(customer.call));
}
