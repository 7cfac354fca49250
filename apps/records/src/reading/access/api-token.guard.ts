import { readApiToken } from '@callbook/catalogue';
import {
  type CanActivate,
  type ExecutionContext,
  HttpException,
  Inject,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { Clock } from '../../clock/clock';
import { ApiTokens } from './api-tokens.repository';
import { RateLimit } from './rate-limit';

/** A request of somebody with a token, and whose records it may read. */
export interface CompanyRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  company?: string;
}

interface Reply {
  header(name: string, value: string): unknown;
}

const unauthorized = new UnauthorizedException({
  error: 'unauthorized',
  expected: 'a header Authorization: Bearer TOKEN with a token that works',
  next: 'Ask whoever runs Callbook for a token: callbook tokens create.',
});

/** Lets in who has a token, as often as its limit allows. */
@Injectable()
export class ApiTokenGuard implements CanActivate {
  constructor(
    @Inject(ApiTokens) private readonly tokens: ApiTokens,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<CompanyRequest>();
    const reply = context.switchToHttp().getResponse<Reply>();
    const [, text = ''] = /^Bearer +(\S+)$/i.exec(String(request.headers.authorization)) ?? [];
    const token = readApiToken(text);
    const company = token && (await this.tokens.companyOf(token));
    if (!company) {
      reply.header('www-authenticate', 'Bearer');
      throw unauthorized;
    }
    const wait = this.limit.secondsToWait(token.id, this.clock.now());
    if (wait > 0) {
      reply.header('retry-after', String(wait));
      throw new HttpException({ error: 'too_many_requests', next: `Ask again in ${wait} s.` }, 429);
    }
    request.company = company;
    return true;
  }
}
