/** May work later: takes the next rung of the retry ladder. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError';
  /** When it makes sense to try again, if known: the first rung at least that long is taken. */
  readonly retryAfterMs?: number;

  constructor(
    readonly code: string,
    message: string,
    { cause, retryAfterMs }: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}

/** Can never work: goes to the dead letters at once. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError';

  constructor(
    readonly code: string,
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}
