import Fastify, { type FastifyInstance } from 'fastify';
import { type SandboxClock, systemClock } from '../../sandbox-clock';
import { SandboxIds } from '../../sandbox-ids';
import { sandboxSeed } from '../../seed/sandbox-seed';
import { type SandboxSeed } from '../../seed/seed';
import { labelled, listening, type RunningServer, type SandboxLog, tolerateEmptyJson } from '../../server';
import { type Answer, type CallScript, type PlayedCall, type SignedRequest, type WebhookRetries } from '../call-script';
import { FUNCTION_TIMEOUT_MS, GatewayLine } from '../gateway-line';
import { LiveCall } from '../live-call';
import { RetellWorld } from '../retell-world';
import { controlRoutes } from './control-routes';
import { retellRoutes } from './retell-routes';

export interface RetellSandboxOptions {
  /** 0 picks a free one. */
  port: number;
  hostname?: string;
  /** Where functions and webhooks go; several take turns, request by request. */
  gatewayUrl: string | string[];
  seed?: SandboxSeed;
  clock?: SandboxClock;
  /** Default 1. Another one gives other call ids, for a database that already knows the first ones. */
  randomSeed?: number;
  /** How long a function may take, in milliseconds; default Retell's two minutes. */
  functionTimeoutMs?: number;
  /** For webhooks that are not answered 2xx; default Retell's three more tries, at once. */
  webhookRetries?: WebhookRetries;
  log?: SandboxLog;
}

export interface RetellSandbox extends RunningServer {
  world: RetellWorld;
  /** Starts a call and leaves every further step to the caller. */
  openCall(script?: CallScript): LiveCall;
  /** Plays a whole call and returns what everybody was answered. */
  playCall(script?: CallScript): Promise<PlayedCall>;
  /** Sends the same bytes again, signature and all. */
  resend(request: SignedRequest): Promise<Answer>;
  /** For the webhooks sent from now on. */
  retryWebhooks(retries: WebhookRetries): void;
}

/** So many of the last calls are kept with all their bytes; the calls themselves are all kept. */
const KEPT = 1_000;

/** Starts the simulated Retell: its API on its own port, and calls played against the gateway. */
export async function startRetellSandbox(options: RetellSandboxOptions): Promise<RetellSandbox> {
  const { seed = sandboxSeed, clock = systemClock, functionTimeoutMs = FUNCTION_TIMEOUT_MS } = options;
  const log = labelled('retell', options.log);
  const world = new RetellWorld(seed, clock, new SandboxIds(options.randomSeed));
  const line = new GatewayLine([options.gatewayUrl].flat(), clock, functionTimeoutMs, options.webhookRetries);
  const retryWebhooks = (retries: WebhookRetries) => void (line.webhookRetries = retries);
  const openCall = (script: CallScript = {}) => new LiveCall(world.open(script), script, line);
  const played: PlayedCall[] = [];
  const playCall = async (script?: CallScript) => {
    const call = await openCall(script).play();
    if (played.push(call) > KEPT) played.shift();
    log({ message: 'call played', callId: call.callId, functions: call.functions.map(({ name }) => name) });
    return call;
  };

  const server: FastifyInstance = Fastify({ forceCloseConnections: true });
  tolerateEmptyJson(server);
  server.addHook('onSend', async (_request, reply) => {
    reply.header('x-callbook-sandbox', 'retell');
  });
  server.addHook('preClose', async () => line.stop());
  retellRoutes(server, world);
  controlRoutes(server, { played, playCall, retryWebhooks, reset: () => (world.reset(), (played.length = 0)) });
  const resend = (request: SignedRequest) => line.send(request, functionTimeoutMs);
  return { ...(await listening(server, options)), world, openCall, playCall, resend, retryWebhooks };
}
