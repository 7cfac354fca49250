import { counter, histogram } from '@callbook/observability';
import { callEvents } from '@callbook/retell';
import { BoundedNames } from './bounded-names';
import { bookingTriggers } from './calcom/booking-triggers';

export const webhooks = counter({
  name: 'callbook_gateway_webhooks_total',
  help: 'Webhooks taken, by event; "published" became an event of ours, "acknowledged" did not.',
  labelNames: ['company', 'event', 'result'],
});

/** Both providers add events without notice; they are counted by name, but not without end. */
export const webhookEvents = new BoundedNames([...callEvents, 'call_inbound'], 40);
export const calcomTriggers = new BoundedNames(bookingTriggers, 40);

export const refusedRequests = counter({
  name: 'callbook_gateway_refused_requests_total',
  help: 'Requests answered with an error, by its code.',
  labelNames: ['error'],
});

export const functionAnswers = histogram({
  name: 'callbook_gateway_function_seconds',
  help: 'From the request of a function to its answer.',
  labelNames: ['company', 'function', 'status'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 10],
});

export const unansweredQueries = counter({
  name: 'callbook_gateway_unanswered_queries_total',
  help: 'Questions to records and booking that were not answered in time.',
  labelNames: ['query'],
});
