import rateLimit from '@fastify/rate-limit';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { GatewayConfig } from '../config';
import { closeWhenAnswered } from './close-when-answered';
import { ProblemFilter, tooManyRequests } from './problem.filter';
import { keepRawBodies } from './raw-bodies';

/** What the app's HTTP side needs before it listens. */
export async function configureHttp(
  app: NestFastifyApplication,
  settings: Pick<GatewayConfig, 'RATE_LIMIT_PER_MINUTE'>,
): Promise<void> {
  keepRawBodies(app);
  closeWhenAnswered(app);
  app.useGlobalFilters(new ProblemFilter());
  await app.register(rateLimit, {
    max: settings.RATE_LIMIT_PER_MINUTE,
    timeWindow: '1 minute',
    errorResponseBuilder: () => tooManyRequests,
    allowList: ({ url }) => !url.startsWith('/webhooks/'), // health and metrics must answer when it is busiest
  });
}
