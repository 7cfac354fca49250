import { type CalcomApiKey } from '../seed/seed';
import { versionOf } from './api-version';
import { CalcomError, errorBody } from './calcom-error';
import { type CalcomWorld } from './calcom-world';
import { type ApiRequest, type Handling } from './exchange';
import { RateLimit, type RateLimitSettings } from './rate-limit';
import { credentialMissing, internalError, invalidApiKey, tooManyRequests } from './refusals';
import { operationFor, type Route, uidIn } from './routes';

export interface CalcomApiOptions {
  /** Default: Cal.com's, 120 a minute. */
  rateLimit?: RateLimitSettings;
  /** Hears of errors of the sandbox itself, which its callers only see as 500. */
  onBug?: (error: unknown) => void;
}

/** Answers requests as Cal.com's API v2 does: rate limit, route and version, credential, then the operation. */
export class CalcomApi {
  readonly rateLimit: RateLimit;

  constructor(
    readonly world: CalcomWorld,
    private readonly options: CalcomApiOptions = {},
  ) {
    this.rateLimit = new RateLimit(options.rateLimit);
  }

  *handle(request: ApiRequest): Handling {
    yield { at: 'arrived' };
    const { method, path } = request;
    const now = this.world.clock.now();
    const limit = this.rateLimit.hit(request.headers.authorization ?? request.ip, now.getTime());
    try {
      if (limit.blocked) throw tooManyRequests();
      const version = versionOf(request.headers['cal-api-version']);
      const { route, operation } = operationFor(method, path, version);
      const caller = this.authenticate(request, route);
      const uid = uidIn(path) ?? '';
      const result = yield* operation({ world: this.world, request, version, caller, uid });
      return { status: route.status, headers: limit.headers, body: { status: 'success', ...result } };
    } catch (error) {
      const refusal = error instanceof CalcomError ? error : internalError();
      if (refusal !== error) this.options.onBug?.(error);
      return { status: refusal.status, headers: limit.headers, body: errorBody(refusal, path, this.world.clock.now()) };
    }
  }

  reset(): void {
    this.world.reset();
    this.rateLimit.reset();
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
    return known;
  }
}
