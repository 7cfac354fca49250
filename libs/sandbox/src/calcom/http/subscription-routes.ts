import { type FastifyInstance } from 'fastify';
import { type SandboxSeed } from '../../seed/seed';
import { parseSubscriptions } from '../subscriptions';
import { type WebhookSender } from './webhook-sender';

/** Who hears of changes: `PUT` replaces all subscriptions, an empty list ends them. */
export function subscriptionRoutes(server: FastifyInstance, sender: WebhookSender, seed: SandboxSeed): void {
  const shown = () => ({
    sandbox: true,
    webhooks: sender.subscriptions.map(({ subscriberUrl, secret, hostIds }) => ({
      subscriberUrl,
      signed: secret !== undefined,
      hostIds,
    })),
  });
  server.get('/sandbox/webhooks', async () => shown());
  server.put('/sandbox/webhooks', async (request, reply) => {
    const subscriptions = parseSubscriptions(request.body, seed);
    if ('problem' in subscriptions) return reply.code(400).send({ sandbox: true, problem: subscriptions.problem });
    sender.subscriptions = subscriptions;
    return shown();
  });
}
