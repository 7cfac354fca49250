import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus, Logger } from '@nestjs/common';
import { CatalogueMissing } from '@callbook/catalogue';
import { BrokenEnvelope } from '@callbook/retell';
import type { FastifyReply } from 'fastify';
import { TooManyWaiting } from '../booking-outcome/outcome-waiters';
import { NotStored } from '../events';
import { refusedRequests } from '../metrics';
import { brokenEnvelope, Problem } from './problem';

/** Turns every error into one small shape. What is a bug is logged; its text stays inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const answer = this.answerTo(error);
    if (answer instanceof Problem) refusedRequests.inc({ error: answer.code });
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply.status(answer.getStatus()).send(answer.getResponse());
  }

  private answerTo(error: unknown): HttpException {
    if (error instanceof HttpException) return withoutDefaultBody(error);
    if (error instanceof BrokenEnvelope) return brokenEnvelope(error.field, error.expected);
    if (error instanceof TooManyWaiting) {
      return new Problem(HttpStatus.SERVICE_UNAVAILABLE, { error: 'overloaded', next: 'Send it again in a moment.' });
    }
    if (error instanceof CatalogueMissing) {
      return new Problem(HttpStatus.SERVICE_UNAVAILABLE, { error: 'no_catalogue', next: 'Send it again.' });
    }
    if (error instanceof NotStored) {
      return new Problem(HttpStatus.SERVICE_UNAVAILABLE, { error: 'not_stored', next: 'Send it again.' });
    }
    this.logger.error(error);
    return new Problem(HttpStatus.INTERNAL_SERVER_ERROR, { error: 'internal_error', next: 'Send it again.' });
  }
}

export const tooManyRequests = new Problem(HttpStatus.TOO_MANY_REQUESTS, {
  error: 'too_many_requests',
  next: 'Send it again later; RATE_LIMIT_PER_MINUTE sets the limit.',
});

const codes: Partial<Record<number, Problem>> = {
  [HttpStatus.NOT_FOUND]: new Problem(HttpStatus.NOT_FOUND, {
    error: 'not_found',
    expected: 'POST /webhooks/retell/:company/functions, …/calls or …/inbound, or /webhooks/calcom/:company',
  }),
  [HttpStatus.PAYLOAD_TOO_LARGE]: new Problem(HttpStatus.PAYLOAD_TOO_LARGE, {
    error: 'body_too_large',
    field: '(body)',
    expected: 'at most 2 MB',
  }),
};

/** Errors of the framework come with a body of its own making; ours, and the health report, with theirs. */
function withoutDefaultBody(error: HttpException): HttpException {
  const body = error.getResponse();
  if (typeof body === 'object' && !('statusCode' in body)) return error;
  return codes[error.getStatus()] ?? new Problem(error.getStatus(), { error: 'bad_request' });
}
