import { type Fault, type FaultEffect } from './faults';
import { isObject } from './input/issues';

const MOMENTS = ['arrived', 'before-write', 'written'];
const HOSTS = ['absent', 'empty', 'unknown'];
const OPERATIONS = ['create-booking', 'get-booking', 'list-bookings', 'cancel-booking', 'list-event-types', 'get-me'];

/** A fault as it comes over HTTP; a mistyped one must not arm something that never happens. */
export function parseFault(body: unknown): Fault | { problem: string } {
  if (!isObject(body) || !isObject(body.effect)) return { problem: 'a fault is { on?, effect, times? }' };
  const { on = {}, effect, times } = body;
  if (!isObject(on)) return { problem: 'on must be an object' };
  if (on.operation !== undefined && !OPERATIONS.includes(on.operation as string)) {
    return { problem: `on.operation must be one of ${OPERATIONS.join(', ')}` };
  }
  if (times !== undefined && times !== null && !(Number.isInteger(times) && (times as number) > 0)) {
    return { problem: 'times must be a positive integer, or null for a standing fault' };
  }
  const problem = effectProblem(effect);
  return problem ? { problem } : { on, effect: effect as FaultEffect, times: times as number | null | undefined };
}

function effectProblem({ kind, at, ms, status, as }: Record<string, unknown>): string | undefined {
  if (kind === 'hosts') return HOSTS.includes(as as string) ? undefined : `as must be one of ${HOSTS.join(', ')}`;
  if (!['delay', 'answer', 'disconnect', 'silence'].includes(kind as string)) {
    return 'effect.kind must be one of delay, answer, disconnect, silence, hosts';
  }
  if (!MOMENTS.includes(at as string)) return `effect.at must be one of ${MOMENTS.join(', ')}`;
  if (kind === 'delay' && !(typeof ms === 'number' && ms >= 0)) return 'effect.ms must be a number of milliseconds';
  if (kind === 'answer' && !Number.isInteger(status)) return 'effect.status must be an HTTP status';
  return undefined;
}
