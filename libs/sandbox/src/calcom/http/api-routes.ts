import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type SandboxLog } from '../../server';
import { CalcomError, errorBody } from '../calcom-error';
import { type Outcome } from '../conduct';
import { type ApiRequest } from '../exchange';
import { type SimulatedCalcom } from '../simulated-calcom';

/** Everything under /v2. */
export function apiRoutes(server: FastifyInstance, calcom: SimulatedCalcom, log: SandboxLog): void {
  const { clock } = calcom.world;
  const answer = async (incoming: FastifyRequest, reply: FastifyReply) => {
    const request = apiRequest(incoming);
    const outcome = calcom.request(request);
    // It is in the ledger before anything is waited for.
    const recorded = calcom.api.requests.all().at(-1);
    reply.raw.once('close', () => {
      const answered = reply.raw.writableFinished || recorded?.result === 'disconnected';
      if (recorded && !answered) recorded.abandonedAt = clock.now().toISOString();
    });
    const given = await outcome;
    log({ message: `${request.method} ${request.path}`, result: typeof given === 'string' ? given : given.status });
    return deliver(given, incoming, reply);
  };
  server.all('/v2', answer);
  server.all('/v2/*', answer);
  server.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const refusal = new CalcomError(error.statusCode ?? 500, 'http-exception', error.message);
    await reply.code(refusal.status).send(errorBody(refusal, request.url, clock.now()));
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
