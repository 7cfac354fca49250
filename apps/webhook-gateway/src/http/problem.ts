import { HttpException, type HttpStatus } from '@nestjs/common';

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
