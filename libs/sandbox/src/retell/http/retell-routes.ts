import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { CallQueryError, type CallQuery } from '../list-calls';
import { type RetellWorld } from '../retell-world';

const bearer = (request: FastifyRequest): string => request.headers.authorization?.replace(/^Bearer /, '') ?? '';
const failure = (message: string) => ({ status: 'error', message });

/** The part of Retell's API that a bridge reads: one call, and the list of calls. */
export function retellRoutes(server: FastifyInstance, world: RetellWorld): void {
  server.addHook('onRequest', async (request, reply) => {
    if (!/^\/v\d\//.test(request.url)) return;
    const known = world.seed.companies.some(({ retellKey }) => retellKey === bearer(request));
    if (!known) await reply.code(401).send(failure('Invalid API key'));
  });

  server.get<{ Params: { id: string } }>('/v2/get-call/:id', async (request, reply) => {
    const call = world.find(request.params.id, bearer(request));
    return call ?? reply.code(404).send(failure(`Call ${request.params.id} not found`));
  });

  server.post<{ Body: CallQuery | undefined }>('/v3/list-calls', async (request, reply) => {
    try {
      return world.list(request.body ?? {}, bearer(request));
    } catch (error) {
      if (error instanceof CallQueryError) return reply.code(400).send(failure(error.message));
      throw error;
    }
  });
}
