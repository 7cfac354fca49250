import { type Fields, isObject } from '../input/issues';
import { OPERATION_NAMES } from '../routes';
import { WEBHOOK_TRIGGERS } from '../webhooks';
import { type Fault, type FaultEffect } from './api-faults';
import { type ArmableFault } from './fault-board';
import { type WebhookEffect, type WebhookFault } from './webhook-faults';

const MOMENTS = ['arrived', 'before-write', 'written'];
const HOSTS = ['absent', 'empty', 'unknown'];
const WEBHOOK_KINDS = ['twice', 'late', 'never', 'overtaken', 'before-row'];

export interface Problem {
  problem: string;
}

/** A fault as it comes over HTTP; a mistyped one must not arm something that never happens. */
export function parseFault(body: unknown): Fault | Problem {
  const facts = ['operation', 'eventTypeId', 'bookingUid'];
  return parse<FaultEffect>(body, facts, { operation: OPERATION_NAMES }, effectProblem);
}

export function parseWebhookFault(body: unknown): WebhookFault | Problem {
  const facts = ['trigger', 'eventTypeId', 'bookingUid'];
  return parse<WebhookEffect>(body, facts, { trigger: WEBHOOK_TRIGGERS }, webhookEffectProblem);
}

function parse<Effect>(
  body: unknown,
  facts: string[],
  lists: Record<string, readonly string[]>,
  problemOf: (effect: Fields) => string | undefined,
): ArmableFault<object, Effect> | Problem {
  if (!isObject(body) || !isObject(body.effect)) return { problem: 'a fault is { on?, effect, times?, chance? }' };
  const { on = {}, effect, times, chance } = body;
  if (!isObject(on)) return { problem: 'on must be an object' };
  const stranger = Object.keys(on).find((fact) => !facts.includes(fact));
  if (stranger) return { problem: `on.${stranger} is not one of ${facts.join(', ')}` };
  for (const [fact, values] of Object.entries(lists)) {
    if (on[fact] !== undefined && !values.includes(on[fact] as string)) {
      return { problem: `on.${fact} must be one of ${values.join(', ')}` };
    }
  }
  if (times !== undefined && times !== null && !isCount(times)) {
    return { problem: 'times must be a positive integer, or null for a standing fault' };
  }
  if (chance !== undefined && !(typeof chance === 'number' && chance > 0 && chance <= 1)) {
    return { problem: 'chance must be above 0 and at most 1' };
  }
  const problem = problemOf(effect);
  if (problem) return { problem };
  return { on, effect: effect as unknown as Effect, times: times as number | null, chance: chance as number };
}

function effectProblem({ kind, at, ms, status, as }: Fields): string | undefined {
  if (kind === 'hosts') return HOSTS.includes(as as string) ? undefined : `as must be one of ${HOSTS.join(', ')}`;
  if (!['delay', 'answer', 'disconnect', 'silence'].includes(kind as string)) {
    return 'effect.kind must be one of delay, answer, disconnect, silence, hosts';
  }
  if (!MOMENTS.includes(at as string)) return `effect.at must be one of ${MOMENTS.join(', ')}`;
  if (kind === 'delay' && !isDuration(ms)) return 'effect.ms must be a number of milliseconds';
  if (kind === 'answer' && !Number.isInteger(status)) return 'effect.status must be an HTTP status';
  return undefined;
}

function webhookEffectProblem({ kind, ms, by }: Fields): string | undefined {
  if (!WEBHOOK_KINDS.includes(kind as string)) return `effect.kind must be one of ${WEBHOOK_KINDS.join(', ')}`;
  const needsTime = kind === 'late' || kind === 'before-row';
  if ((needsTime || ms !== undefined) && !isDuration(ms)) return 'effect.ms must be a number of milliseconds';
  if (by !== undefined && !isCount(by)) return 'effect.by must be a positive integer';
  return undefined;
}

const isDuration = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;
