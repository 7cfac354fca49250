import type { QueryClass } from '@callbook/contracts';
import type { QueryClient } from '@callbook/messaging';
import { Logger } from '@nestjs/common';
import { unansweredQueries } from '../metrics';

const logger = new Logger('Queries');

/** The reply; undefined when there was none in time, or none that can be used. */
export async function asked<Request extends object, Reply extends object>(
  queries: QueryClient,
  query: QueryClass<Request, Reply>,
  request: Request,
  options: { timeoutMs: number },
): Promise<Reply | undefined> {
  try {
    return await queries.ask(query, request, options);
  } catch (error) {
    unansweredQueries.inc({ query: query.query });
    logger.debug({ err: error }, `${query.query}: no answer`);
    return undefined;
  }
}
