import { createParamDecorator, type ExecutionContext, HttpStatus } from '@nestjs/common';
import type { Catalogue, Company } from '@callbook/catalogue';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem';

/** A request to a company's address; `company` is there once the guard has let it in. */
export interface SignedRequest extends FastifyRequest<{ Params: { company: string }; Body: Buffer | undefined }> {
  company: Company;
}

export function requestOf(context: ExecutionContext): SignedRequest {
  return context.switchToHttp().getRequest<SignedRequest>();
}

/** @throws Problem 404 */
export function companyOfPath({ params }: Pick<SignedRequest, 'params'>, catalogue: Catalogue): Company {
  const company = catalogue.company(params.company);
  if (!company) throw new Problem(HttpStatus.NOT_FOUND, { error: 'unknown_company', field: ':company' });
  return company;
}

/** The body's bytes, as they were signed. */
export function rawBodyOf({ body }: Pick<SignedRequest, 'body'>): Buffer {
  return body ?? Buffer.alloc(0);
}

/** The company of the path. */
export const PathCompany = createParamDecorator((_: unknown, context: ExecutionContext): Company => {
  return requestOf(context).company;
});

/** The signed body, parsed. */
export const SignedJson = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const request = requestOf(context);
  return parseJson(request.headers['content-type'], rawBodyOf(request));
});

/** @throws Problem 415 or 400; the text of the body is not repeated */
export function parseJson(contentType: string | undefined, body: Buffer): unknown {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    throw new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, {
      error: 'unsupported_media_type',
      field: 'content-type',
      expected: 'application/json',
    });
  }
  try {
    return JSON.parse(body.toString('utf8'), (_key, value: unknown) => storable(value)) as unknown;
  } catch (error) {
    const [where] = /position \d+/.exec((error as Error).message) ?? [];
    throw new Problem(HttpStatus.BAD_REQUEST, {
      error: 'malformed_json',
      field: '(body)',
      expected: where ? `JSON; it breaks at ${where}` : 'JSON; it ends too early or is empty',
    });
  }
}

/** Without NUL characters and halves of characters, which language models do write and PostgreSQL cannot store. */
function storable(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;
}
