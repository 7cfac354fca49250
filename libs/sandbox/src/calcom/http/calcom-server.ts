import Fastify, { type FastifyInstance } from 'fastify';
import { type SandboxClock, systemClock } from '../../sandbox-clock';
import { SandboxIds } from '../../sandbox-ids';
import { sandboxSeed } from '../../seed/sandbox-seed';
import { type SandboxSeed } from '../../seed/seed';
import { labelled, listening, type RunningServer, type SandboxLog, tolerateEmptyJson } from '../../server';
import { CalcomApi } from '../calcom-api';
import { CalcomWorld } from '../calcom-world';
import { ApiFaults } from '../faults/api-faults';
import { parseFault, parseWebhookFault } from '../faults/fault-input';
import { WebhookFaults } from '../faults/webhook-faults';
import { People } from '../people';
import { type RateLimitSettings } from '../rate-limit';
import { RequestLedger } from '../request-ledger';
import { WebhookDispatch } from '../webhook-dispatch';
import { type WebhookSubscription } from '../webhooks';
import { apiRoutes } from './api-routes';
import { controlRoutes } from './control-routes';
import { faultRoutes } from './fault-routes';
import { peopleRoutes } from './people-routes';
import { subscriptionRoutes } from './subscription-routes';
import { WebhookSender } from './webhook-sender';

export interface CalcomSandboxOptions {
  /** 0 picks a free one. Always bound to 127.0.0.1 unless `hostname` says otherwise. */
  port: number;
  hostname?: string;
  seed?: SandboxSeed;
  clock?: SandboxClock;
  /** Same seed and same requests in the same order give the same ids and the same chances. Default 1. */
  randomSeed?: number;
  /** Default: 120 requests a minute, then a block of 60 s. */
  rateLimit?: RateLimitSettings;
  /** Who hears of changed bookings; `subscriptionsTo` gives what an address with `:company` means. Default nobody. */
  webhooks?: WebhookSubscription[];
  log?: SandboxLog;
}

export interface CalcomSandbox extends RunningServer {
  world: CalcomWorld;
  /** What goes wrong with requests. */
  faults: ApiFaults;
  /** What goes wrong with webhooks. */
  webhookFaults: WebhookFaults;
  /** Customers and staff who use Cal.com's own pages. */
  people: People;
  requests: RequestLedger;
  /** From now on these hear of changes, and nobody else. */
  subscribe(webhooks: WebhookSubscription[]): void;
  /** Forgets bookings, faults, requests, rate limits and webhooks under way; settings stay. */
  reset(): void;
}

/** Starts the simulated Cal.com on its own port. */
export async function startCalcomSandbox(options: CalcomSandboxOptions): Promise<CalcomSandbox> {
  const { seed = sandboxSeed, clock = systemClock, randomSeed } = options;
  const log = labelled('calcom', options.log);
  const world = new CalcomWorld(seed.calcom, clock, new SandboxIds(randomSeed));
  const onBug = (error: unknown) => log({ message: 'unexpected error in the sandbox', error: String(error) });
  const api = new CalcomApi(world, { rateLimit: options.rateLimit, onBug });
  const faults = new ApiFaults(randomSeed);
  const webhookFaults = new WebhookFaults(randomSeed);
  const requests = new RequestLedger();
  const sender = new WebhookSender(options.webhooks ?? [], log);
  const dispatch = new WebhookDispatch(world, webhookFaults, sender);
  const people = new People(world, (webhook) => dispatch.send(webhook));
  const reset = () => {
    sender.stop();
    dispatch.reset();
    api.reset();
    faults.clear();
    webhookFaults.clear();
    requests.clear();
  };

  const server: FastifyInstance = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  tolerateEmptyJson(server);
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-callbook-sandbox', 'calcom');
  });
  server.addHook('preClose', async () => sender.stop());
  apiRoutes(server, { api, faults, requests, dispatch, log });
  controlRoutes(server, { world, rateLimit: api.rateLimit, requests, reset });
  faultRoutes(server, '/sandbox/faults', faults, parseFault);
  faultRoutes(server, '/sandbox/webhook-faults', webhookFaults, parseWebhookFault);
  subscriptionRoutes(server, sender, seed);
  peopleRoutes(server, people, world);
  const subscribe = (webhooks: WebhookSubscription[]) => void (sender.subscriptions = webhooks);
  return { ...(await listening(server, options)), world, faults, webhookFaults, people, requests, subscribe, reset };
}
