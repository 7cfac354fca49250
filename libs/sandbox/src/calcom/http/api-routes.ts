import { setTimeout as wait } from 'node:timers/promises';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type SandboxLog } from '../../server';
import { type CalcomApi } from '../calcom-api';
import { CalcomError, errorBody } from '../calcom-error';
import { conduct, type Outcome } from '../conduct';
import { type ApiRequest } from '../exchange';
import { type ApiFaults } from '../faults/api-faults';
import { type RequestLedger } from '../request-ledger';
import { routeOf, uidIn } from '../routes';
import { type WebhookDispatch } from '../webhook-dispatch';

interface Parts {
  api: CalcomApi;
  faults: ApiFaults;
  requests: RequestLedger;
  dispatch: WebhookDispatch;
  log: SandboxLog;
}

/** Everything under /v2: takes faults, lets the API answer, writes the ledger. */
export function apiRoutes(server: FastifyInstance, { api, faults, requests, dispatch, log }: Parts): void {
  const answer = async (incoming: FastifyRequest, reply: FastifyReply) => {
    const request = apiRequest(incoming);
    const { method, path, body } = request;
    const operation = routeOf(method, path)?.name;
    const recorded = requests.open({ operation, method, path, receivedAt: now(api), body });
    const eventTypeId = (body as { eventTypeId?: unknown } | undefined)?.eventTypeId;
    const effects = faults.take({ operation, eventTypeId, bookingUid: uidIn(path) });

    const outcome = await conduct(api, request, effects, {
      wait,
      send: (webhook) => dispatch.send(webhook),
      wrote: (uid) => (recorded.bookingUid = uid),
    });
    recorded.result = typeof outcome === 'string' ? outcome : { status: outcome.status };
    log({ message: `${method} ${path}`, result: recorded.result, faults: effects.length });
    return deliver(outcome, incoming, reply);
  };
  server.all('/v2', answer);
  server.all('/v2/*', answer);
  server.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const refusal = new CalcomError(error.statusCode ?? 500, 'http-exception', error.message);
    await reply.code(refusal.status).send(errorBody(refusal, request.url, api.world.clock.now()));
  });
}

function deliver(outcome: Outcome, incoming: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (typeof outcome !== 'string') {
    return reply.code(outcome.status).headers(outcome.headers).header('x-request-id', incoming.id).send(outcome.body);
  }
  reply.hijack();
  if (outcome === 'disconnected') incoming.raw.socket.destroy();
  return reply;
}

function apiRequest(incoming: FastifyRequest): ApiRequest {
  const { method, url, headers, body, ip } = incoming;
  return {
    method,
    path: url.split('?')[0],
    query: flat(incoming.query as Record<string, string | string[]>),
    headers: flat(headers),
    body,
    ip,
  };
}

const flat = (values: Record<string, string | string[] | undefined>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join() : value]),
  );

const now = (api: CalcomApi): string => api.world.clock.now().toISOString();
