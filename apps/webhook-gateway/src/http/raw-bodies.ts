import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

/** Function bodies carry the transcript so far: hundreds of kilobytes in a long call. */
const bodyLimitBytes = 2 * 1024 * 1024;

export function fastifyAdapter(): FastifyAdapter {
  return new FastifyAdapter({ bodyLimit: bodyLimitBytes });
}

/**
 * Hands every body over as the bytes that were sent: the signature covers those, and is checked before anything is parsed.
 */
export function keepRawBodies(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().removeAllContentTypeParsers();
  app.useBodyParser('*', {}, (_request, body, done) => done(null, body));
}
