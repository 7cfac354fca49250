/** A query got no usable answer. It changes nothing, so it can be asked again. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(
    readonly code: 'query_not_sent' | 'query_nobody_answers' | 'query_timeout' | 'query_failed',
    message: string,
  ) {
    super(message);
  }
}
