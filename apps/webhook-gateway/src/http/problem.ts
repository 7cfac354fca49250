import { HttpException, HttpStatus } from '@nestjs/common';

/** The one shape of every error answer. It never repeats a value of the request. */
export interface ProblemBody {
  /** Stable code, lower case with underscores. */
  readonly error: string;
  /** Where in the request. */
  readonly field?: string;
  readonly expected?: string;
  /** What whoever reads this can do. */
  readonly next?: string;
}

/** A request that is answered with an error. */
export class Problem extends HttpException {
  readonly code: string;

  constructor(status: HttpStatus, body: ProblemBody) {
    super(body, status);
    this.code = body.error;
  }
}

/** A signed body is not what its sender documents. */
export function brokenEnvelope(field: string, expected: string, next?: string): Problem {
  return new Problem(HttpStatus.BAD_REQUEST, { error: 'broken_envelope', field, expected, ...(next && { next }) });
}
