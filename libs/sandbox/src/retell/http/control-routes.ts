import { type FastifyInstance } from 'fastify';
import { indexPage } from '../../index-page';
import { type CallScript, type PlayedCall, type WebhookRetries } from '../call-script';
import { CALL_SCRIPT_NAMES, callScripts } from '../call-scripts';
import { UnknownAgentError } from '../retell-world';
import { parseRetries, parseScript, parseWish } from '../script-input';

interface Parts {
  played: readonly PlayedCall[];
  playCall(script: CallScript): Promise<PlayedCall>;
  retryWebhooks(retries: WebhookRetries): void;
  reset(): void;
}

/** The sandbox's own address space beside Retell's: nothing here exists at the real service. */
export function controlRoutes(server: FastifyInstance, { played, playCall, retryWebhooks, reset }: Parts): void {
  server.get('/', async (_request, reply) => reply.type('text/html').send(page));
  server.get('/health/live', async () => ({ status: 'ok', sandbox: 'retell' }));
  server.get('/health/ready', async () => ({ status: 'ok', sandbox: 'retell' }));

  server.get('/sandbox/calls', async () => ({ sandbox: true, calls: played }));
  server.post('/sandbox/reset', async () => {
    reset();
    return { sandbox: true, reset: true };
  });

  server.put('/sandbox/webhook-retries', async (request, reply) => {
    const retries = parseRetries(request.body);
    if ('problem' in retries) return reply.code(400).send({ sandbox: true, problem: retries.problem });
    retryWebhooks(retries);
    return { sandbox: true, ...retries };
  });

  /** Places a call and answers when it is over. */
  server.post('/sandbox/calls', async (request, reply) => {
    const script = parseScript(request.body);
    if ('problem' in script) return reply.code(400).send({ sandbox: true, problem: script.problem });
    try {
      return await reply.code(201).send({ sandbox: true, ...(await playCall(script)) });
    } catch (error) {
      if (error instanceof UnknownAgentError) {
        return reply.code(400).send({ sandbox: true, problem: error.message });
      }
      throw error;
    }
  });

  /** Places a ready call for a wish: POST /sandbox/scripts/book and so on. */
  for (const name of CALL_SCRIPT_NAMES) {
    server.post(`/sandbox/scripts/${name}`, async (request, reply) => {
      const wish = parseWish(request.body);
      if ('problem' in wish) return reply.code(400).send({ sandbox: true, problem: wish.problem });
      return reply.code(201).send({ sandbox: true, ...(await playCall(callScripts[name](wish))) });
    });
  }
}

const page = indexPage('Retell', [
  'GET, POST /sandbox/calls',
  `POST /sandbox/scripts/(${CALL_SCRIPT_NAMES.join('|')})`,
  'PUT /sandbox/webhook-retries',
  'POST /sandbox/reset',
]);
