import { MOMENTS } from '../exchange';
import { type Fields, isObject } from '../input/issues';
import { OPERATION_NAMES } from '../routes';
import { WEBHOOK_TRIGGERS } from '../webhooks';
import { type Fault, type FaultEffect } from './api-faults';
import { type ArmableFault } from './fault-board';
import { type WebhookEffect, type WebhookFault } from './webhook-faults';

const CALLERS = ['silent', 'disconnected'];
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

function effectProblem(effect: Fields): string | undefined {
  switch (effect.kind) {
    case 'hosts':
      return oneOf('as', effect.as, HOSTS);
    case 'delay':
      return oneOf('at', effect.at, MOMENTS) ?? durationProblem(effect.ms);
    case 'answer':
      return (
        oneOf('at', effect.at, MOMENTS) ??
        (Number.isInteger(effect.status) ? undefined : 'effect.status must be an HTTP status')
      );
    case 'hold':
    case 'disconnect':
    case 'silence':
      return oneOf('at', effect.at, MOMENTS);
    case 'late-insert':
      return (
        durationProblem(effect.ms) ??
        (effect.caller === undefined ? undefined : oneOf('caller', effect.caller, CALLERS))
      );
    case 'lag':
      return durationProblem(effect.ms);
    default:
      return 'effect.kind must be one of delay, hold, answer, disconnect, silence, late-insert, lag, hosts';
  }
}

const oneOf = (name: string, value: unknown, values: readonly string[]): string | undefined =>
  values.includes(value as string) ? undefined : `effect.${name} must be one of ${values.join(', ')}`;

const durationProblem = (ms: unknown): string | undefined =>
  isDuration(ms) ? undefined : 'effect.ms must be a number of milliseconds';

function webhookEffectProblem({ kind, ms, by }: Fields): string | undefined {
  if (!WEBHOOK_KINDS.includes(kind as string)) return `effect.kind must be one of ${WEBHOOK_KINDS.join(', ')}`;
  const needsTime = kind === 'late' || kind === 'before-row';
  if ((needsTime || ms !== undefined) && !isDuration(ms)) return 'effect.ms must be a number of milliseconds';
  if (by !== undefined && !isCount(by)) return 'effect.by must be a positive integer';
  return undefined;
}

const isDuration = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const isCount = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;
