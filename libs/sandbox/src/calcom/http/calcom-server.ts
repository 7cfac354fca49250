import { setTimeout as wait } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { type SandboxClock, systemClock } from '../../sandbox-clock';
import { sandboxSeed } from '../../seed/sandbox-seed';
import { type SandboxSeed } from '../../seed/seed';
import { labelled, listening, type RunningServer, type SandboxLog, tolerateEmptyJson } from '../../server';
import { type CalcomWorld } from '../calcom-world';
import { type ApiFaults } from '../faults/api-faults';
import { parseFault, parseWebhookFault } from '../faults/fault-input';
import { type WebhookFaults } from '../faults/webhook-faults';
import { type People } from '../people';
import { type RateLimitSettings } from '../rate-limit';
import { type ReadSettings } from '../read-settings';
import { type RequestLedger } from '../request-ledger';
import { type LedgerBooking, SimulatedCalcom } from '../simulated-calcom';
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
  /** Default: nothing is stale. */
  reads?: Partial<ReadSettings>;
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
  ledger(): LedgerBooking[];
  /** For the requests that arrive from now on; what is left out stays. */
  setReads(reads: Partial<ReadSettings>): void;
  /** From now on these hear of changes, and nobody else. */
  subscribe(webhooks: WebhookSubscription[]): void;
  /** Forgets bookings, faults, requests, rate limits and whatever is under way; settings stay. */
  reset(): void;
}

/** Starts the simulated Cal.com on its own port. */
export async function startCalcomSandbox(options: CalcomSandboxOptions): Promise<CalcomSandbox> {
  const { seed = sandboxSeed, clock = systemClock } = options;
  const log = labelled('calcom', options.log);
  const onBug = (error: unknown) => log({ message: 'unexpected error in the sandbox', error: String(error) });
  const sender = new WebhookSender(options.webhooks ?? [], log);
  const calcom = new SimulatedCalcom(
    { ...options, seed, clock, onBug },
    {
      wait,
      post: (webhook) => sender.post(webhook),
      later: (milliseconds, run) => sender.later(milliseconds, run),
    },
  );
  const { world, api, faults, webhookFaults, people } = calcom;
  const reset = () => {
    sender.stop();
    calcom.reset();
  };

  const server: FastifyInstance = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  tolerateEmptyJson(server);
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-callbook-sandbox', 'calcom');
  });
  server.addHook('preClose', async () => sender.stop());
  apiRoutes(server, calcom, log);
  controlRoutes(server, calcom, reset);
  faultRoutes(server, '/sandbox/faults', faults, parseFault);
  faultRoutes(server, '/sandbox/webhook-faults', webhookFaults, parseWebhookFault);
  subscriptionRoutes(server, sender, seed);
  peopleRoutes(server, people, world);
  return {
    ...(await listening(server, options)),
    world,
    faults,
    webhookFaults,
    people,
    requests: api.requests,
    ledger: () => calcom.ledger(),
    setReads: (reads) => void (api.reads = { ...api.reads, ...reads }),
    subscribe: (webhooks) => void (sender.subscriptions = webhooks),
    reset,
  };
}
