import Fastify, { type FastifyInstance } from 'fastify';
import { type SandboxClock, systemClock } from '../../sandbox-clock';
import { SandboxIds } from '../../sandbox-ids';
import { sandboxSeed } from '../../seed/sandbox-seed';
import { type SandboxSeed } from '../../seed/seed';
import { labelled, listening, type RunningServer, type SandboxLog, tolerateEmptyJson } from '../../server';
import { CalcomApi } from '../calcom-api';
import { CalcomWorld } from '../calcom-world';
import { FaultBoard } from '../faults';
import { type RateLimitSettings } from '../rate-limit';
import { RequestLedger } from '../request-ledger';
import { type WebhookSubscription } from '../webhooks';
import { apiRoutes } from './api-routes';
import { controlRoutes } from './control-routes';
import { WebhookSender } from './webhook-sender';

export interface CalcomSandboxOptions {
  /** 0 picks a free one. Always bound to 127.0.0.1 unless `hostname` says otherwise. */
  port: number;
  hostname?: string;
  seed?: SandboxSeed;
  clock?: SandboxClock;
  /** Same seed and same requests in the same order give the same ids. Default 1. */
  randomSeed?: number;
  /** Default: 120 requests a minute, then a block of 60 s. */
  rateLimit?: RateLimitSettings;
  /** Who hears of created and cancelled bookings. Default nobody. */
  webhooks?: WebhookSubscription[];
  log?: SandboxLog;
}

export interface CalcomSandbox extends RunningServer {
  world: CalcomWorld;
  faults: FaultBoard;
  requests: RequestLedger;
  /** Forgets bookings, faults, requests and rate limits. */
  reset(): void;
}

/** Starts the simulated Cal.com on its own port. */
export async function startCalcomSandbox(options: CalcomSandboxOptions): Promise<CalcomSandbox> {
  const { seed = sandboxSeed, clock = systemClock } = options;
  const log = labelled('calcom', options.log);
  const world = new CalcomWorld(seed.calcom, clock, new SandboxIds(options.randomSeed));
  const onBug = (error: unknown) => log({ message: 'unexpected error in the sandbox', error: String(error) });
  const api = new CalcomApi(world, { rateLimit: options.rateLimit, onBug });
  const faults = new FaultBoard();
  const requests = new RequestLedger();
  const webhooks = new WebhookSender(options.webhooks ?? [], log);
  const reset = () => {
    api.reset();
    faults.clear();
    requests.clear();
  };

  const server: FastifyInstance = Fastify({ forceCloseConnections: true, exposeHeadRoutes: false });
  tolerateEmptyJson(server);
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-callbook-sandbox', 'calcom');
  });
  server.addHook('preClose', async () => webhooks.stop());
  apiRoutes(server, { api, faults, requests, webhooks, log });
  controlRoutes(server, { world, faults, requests, reset });
  return { ...(await listening(server, options)), world, faults, requests, reset };
}
