import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/**
 * Shutting down: finishes every request under way, then closes all connections. Node alone would wait for those over which
 * nothing was ever sent, as load balancers and HTTP clients hold them in reserve, until their time-out.
 */
export function closeWhenAnswered(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  let closing = false;
  let underWay = 0;
  const closeIfIdle = () => {
    if (closing && underWay === 0) fastify.server.closeAllConnections();
  };
  fastify.server.on('request', (_request: IncomingMessage, response: ServerResponse) => {
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
      closeIfIdle();
    });
  });
  fastify.addHook('preClose', async () => {
    closing = true;
    closeIfIdle();
  });
}
