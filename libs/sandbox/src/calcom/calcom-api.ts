import { type CalcomApiKey } from '../seed/seed';
import { versionOf } from './api-version';
import { CalcomError, errorBody } from './calcom-error';
import { type CalcomWorld } from './calcom-world';
import { type ApiReply, type ApiRequest, type Handling } from './exchange';
import { RateLimit, type RateLimitSettings } from './rate-limit';
import { type ReadSettings, upToDate } from './read-settings';
import { credentialMissing, expiredApiKey, internalError, invalidApiKey, tooManyRequests } from './refusals';
import { type RecordedRequest, RequestLedger } from './request-ledger';
import { operationFor, type Route, routeOf, uidIn } from './routes';
import { SlotsCache } from './slots/slots-cache';

export interface CalcomApiOptions {
  /** Default: Cal.com's, 120 a minute. */
  rateLimit?: RateLimitSettings;
  /** Default: nothing is stale. */
  reads?: Partial<ReadSettings>;
  /** Hears of errors of the sandbox itself, which its callers only see as 500. */
  onBug?: (error: unknown) => void;
}

/** A request that has arrived: `handling` takes it from moment to moment, `recorded` is its line in the ledger. */
export interface Arrival {
  recorded: RecordedRequest;
  handling: Handling;
}

/** Answers requests as Cal.com's API v2 does: rate limit, route and version, credential, then the operation. */
export class CalcomApi {
  readonly rateLimit: RateLimit;
  /** Every request since the last reset. */
  readonly requests = new RequestLedger();
  /** May be changed at any time; counts for requests that arrive from then on. */
  reads: ReadSettings;
  private readonly slotsCache = new SlotsCache();

  constructor(
    readonly world: CalcomWorld,
    private readonly options: CalcomApiOptions = {},
  ) {
    this.rateLimit = new RateLimit(options.rateLimit);
    this.reads = { ...upToDate, ...options.reads };
  }

  /** Nothing happens until `handling` is taken further. `lagMs`: this request alone lags at least so far behind. */
  receive(request: ApiRequest, { lagMs = 0 } = {}): Arrival {
    const operation = routeOf(request.method, request.path)?.name;
    const recorded = this.requests.open(request, operation, this.world.clock.now());
    const reads = { ...this.reads, lagMs: Math.max(this.reads.lagMs, lagMs) };
    return { recorded, handling: this.handle(request, recorded, reads, lagMs) };
  }

  reset(): void {
    this.world.reset();
    this.rateLimit.reset();
    this.requests.clear();
    this.slotsCache.clear();
  }

  private *handle(request: ApiRequest, recorded: RecordedRequest, reads: ReadSettings, lostMs: number): Handling {
    yield { at: 'arrived' };
    const { method, path, headers } = request;
    const { world } = this;
    const limit = this.rateLimit.hit(headers.authorization ?? request.ip, world.now);
    const answer = (status: number, body: unknown): ApiReply => {
      recorded.result = { status };
      recorded.endedAt = world.clock.now().toISOString();
      return { status, headers: limit.headers, body };
    };
    try {
      if (limit.blocked) throw tooManyRequests();
      const version = versionOf(headers['cal-api-version']);
      const { route, operation } = operationFor(method, path, version);
      const caller = this.authenticate(request, route);
      const author = { request: recorded.number };
      const context = { world, request, version, caller, author, reads, slotsCache: this.slotsCache };
      const steps = operation({ ...context, uid: uidIn(path) ?? '' });
      let step = steps.next();
      while (!step.done) {
        recorded.bookingUid = step.value.bookingUid ?? recorded.bookingUid;
        yield step.value;
        step = steps.next();
      }
      // What was written is read back before it is answered; a replica that lags does not have it yet.
      if (recorded.bookingUid && lostMs > 0 && route.status === 201) throw internalError();
      return answer(route.status, { status: 'success', ...step.value });
    } catch (error) {
      const refusal = error instanceof CalcomError ? error : internalError();
      if (refusal !== error) this.options.onBug?.(error);
      return answer(refusal.status, errorBody(refusal, path, world.clock.now()));
    }
  }

  /** A bad credential fails even where none is needed. */
  private authenticate({ headers }: ApiRequest, route: Route): CalcomApiKey | undefined {
    const credential = headers.authorization?.replace(/^Bearer /, '');
    if (!credential) {
      if (route.needsCredential) throw credentialMissing();
      return undefined;
    }
    const known = this.world.seed.apiKeys.find(({ key }) => key === credential);
    if (!known) throw invalidApiKey();
    if (known.expired) throw expiredApiKey();
    return known;
  }
}
