import { type CalcomOperation } from './http/calcom-request';

/** What is known about one exchange that failed: to be kept whole as evidence, never to be logged. */
export interface CalcomEvidence {
  readonly operation: CalcomOperation;
  /** When the request was handed to the network; null when it never was. */
  readonly askedAt: Date | null;
  /** Null when no answer came. */
  readonly answeredAt: Date | null;
  readonly status: number | null;
  /** Cal.com's `X-Request-Id`: what their support can look up. */
  readonly requestId: string | null;
  /** Cal.com's own words, whole; null when the body was not one of its error bodies. May name a uid or a person. */
  readonly providerText: string | null;
  /** The answer's body, whole. */
  readonly body: string | null;
}

/**
 * What calls of the client reject with. The message is safe to log: no credential, no personal data, nothing Cal.com
 * said. What it said is read from `evidence`, which loggers and serializers do not see.
 */
export abstract class CalcomError extends Error {
  readonly #evidence: CalcomEvidence;

  constructor(what: string, evidence: CalcomEvidence) {
    const { operation, status, requestId } = evidence;
    const marks = [status !== null && `status ${status}`, requestId && `X-Request-Id ${requestId}`].filter(Boolean);
    super(`Cal.com ${operation}: ${what}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}`);
    this.name = new.target.name;
    this.#evidence = evidence;
  }

  get evidence(): CalcomEvidence {
    return this.#evidence;
  }

  get status(): number | null {
    return this.#evidence.status;
  }

  get providerText(): string | null {
    return this.#evidence.providerText;
  }
}

/** Cal.com said no: this request made no booking, and sending it again unchanged will not either. */
export class CalcomRefused extends CalcomError {
  constructor(evidence: CalcomEvidence & { status: number; providerText: string }) {
    super('refused', evidence);
  }

  override get status(): number {
    return super.status as number;
  }

  override get providerText(): string {
    return super.providerText as string;
  }
}

/** The credential is not accepted. Nothing was done, and nothing will be until somebody repairs the configuration. */
export class CalcomUnauthorized extends CalcomError {
  constructor(evidence: CalcomEvidence) {
    super('the credential was not accepted', evidence);
  }
}

/** Too many requests with this key. Nothing was done. */
export class CalcomRateLimited extends CalcomError {
  constructor(
    evidence: CalcomEvidence,
    /** Milliseconds from the answer until the key may be used again. */
    readonly resetMs: number,
  ) {
    super(`rate limit reached, open again in ${Math.ceil(resetMs / 1000)} s`, evidence);
  }
}

/**
 * `not_connected`: no connection came about (name, port, network, TLS). `breaker_open`: too many faults lately, not even
 * tried. `client_closed`: `close()` was called.
 */
export type UnavailableReason = 'not_connected' | 'breaker_open' | 'client_closed';

/** Nothing was sent, for certain: the request can be made again as if it had never been made. */
export class CalcomUnavailable extends CalcomError {
  constructor(
    operation: CalcomOperation,
    readonly reason: UnavailableReason,
    /** System error code, such as `ECONNREFUSED`. */
    readonly code: string | null = null,
  ) {
    super(`nothing was sent, ${reason}${code ? ` ${code}` : ''}`, { ...nothingAnswered, operation, askedAt: null });
  }
}

/**
 * `timeout`, `connection_lost`: the request may have arrived, no whole answer came back. `server_error`: 5xx.
 * `conflict`: 409. `unexpected_status`: a status Cal.com does not document for a refusal, or a redirect. `foreign_body`:
 * a 4xx whose body is none of Cal.com's own (a gateway in front). `unexpected_shape`: success, but not the answer of the
 * version asked for. `too_many_pages`: a list longer than allowed.
 */
export type UnclearReason =
  | 'timeout'
  | 'connection_lost'
  | 'server_error'
  | 'conflict'
  | 'unexpected_status'
  | 'foreign_body'
  | 'unexpected_shape'
  | 'too_many_pages';

/** What was asked for may have been done or not. After a POST: a booking may exist, look before booking again. */
export class CalcomUnclear extends CalcomError {
  constructor(
    readonly reason: UnclearReason,
    evidence: CalcomEvidence,
    /** For people: what exactly was wrong, without foreign text. */
    detail?: string,
  ) {
    super(`unclear whether it was done, ${reason}${detail ? `: ${detail}` : ''}`, evidence);
  }
}

/** For evidence of an exchange that brought no answer. */
export const nothingAnswered = {
  answeredAt: null,
  status: null,
  requestId: null,
  providerText: null,
  body: null,
} as const;
