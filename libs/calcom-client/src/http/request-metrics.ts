import { counter, histogram } from '@callbook/observability';
import {
  CalcomRateLimited,
  CalcomRefused,
  CalcomUnauthorized,
  CalcomUnavailable,
  CalcomUnclear,
} from '../calcom-errors';
import { type CalcomOperation } from './calcom-request';

const requests = counter({
  name: 'callbook_calcom_requests_total',
  help: 'Requests to Cal.com by operation and how they ended',
  labelNames: ['operation', 'outcome'],
});
const duration = histogram({
  name: 'callbook_calcom_request_duration_seconds',
  help: 'Time until a request to Cal.com was answered or given up',
  labelNames: ['operation', 'outcome'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60],
});

/** Counts and times the work, and passes on its result or error unchanged. */
export async function measured<T>(operation: CalcomOperation, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  let outcome = 'ok';
  try {
    return await work();
  } catch (error) {
    outcome = outcomeOf(error);
    throw error;
  } finally {
    requests.inc({ operation, outcome });
    duration.observe({ operation, outcome }, (performance.now() - began) / 1000);
  }
}

/** From a closed set: a label must not grow with what the other side says. */
export function outcomeOf(error: unknown): string {
  if (error instanceof CalcomUnclear || error instanceof CalcomUnavailable) return error.reason;
  if (error instanceof CalcomRefused) return 'refused';
  if (error instanceof CalcomRateLimited) return 'rate_limited';
  return error instanceof CalcomUnauthorized ? 'unauthorized' : 'bug';
}
