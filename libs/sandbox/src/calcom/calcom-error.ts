/**
 * Cal.com's API v2 has three error bodies, depending on where the error arose:
 * `http-exception` {status, timestamp, path, error: {code, message, details}}, `schema` the same without `details`,
 * and `bare` {statusCode, message} for whatever the booking engine throws.
 */
export type ErrorShape = 'http-exception' | 'schema' | 'bare';

export class CalcomError extends Error {
  constructor(
    readonly status: number,
    readonly shape: ErrorShape,
    message: string,
    readonly options: { code?: string; details?: unknown; engineMessage?: string } = {},
  ) {
    super(message);
  }
}

const exceptionNames: Record<number, [code: string, error: string]> = {
  400: ['BadRequestException', 'Bad Request'],
  401: ['UnauthorizedException', 'Unauthorized'],
  403: ['ForbiddenException', 'Forbidden'],
  404: ['NotFoundException', 'Not Found'],
  409: ['ConflictException', 'Conflict'],
  422: ['UnprocessableEntityException', 'Unprocessable Entity'],
  429: ['ThrottlerException', 'Too Many Requests'],
};

export function errorBody(error: CalcomError, path: string, now: Date): unknown {
  const { status, message, shape } = error;
  if (shape === 'bare') return { statusCode: status, message };

  const [name, title] = exceptionNames[status] ?? ['HttpException', 'Error'];
  const code = error.options.code ?? name;
  const details = error.options.details ?? { message, error: title, statusCode: status };
  return {
    status: 'error',
    timestamp: now.toISOString(),
    path,
    error: shape === 'schema' ? { code, message } : { code, message, details },
  };
}
