import { histogram } from '@callbook/observability';
import {
  applyDecorators,
  BadRequestException,
  type CallHandler,
  Controller,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  NotFoundException,
  type Type,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBearerAuth,
  ApiExtraModels,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiQuery,
  type ApiQueryOptions,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { catchError, type Observable, tap } from 'rxjs';
import { ApiTokenGuard } from './access/api-token.guard';
import type { Parameters } from './parameters/list-parameters';
import { BadParameters } from './parameters/read-parameters';
import { BadRequestAnswer, ProblemAnswer } from './shown/page.entity';

const answerSeconds = histogram({
  name: 'callbook_records_api_seconds',
  help: 'from the arrival of a request of the HTTP API to its answer',
  labelNames: ['list'],
  buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
});

interface Reply {
  /** Since the request arrived, in milliseconds. */
  readonly elapsedTime: number;
  header(name: string, value: string): unknown;
}

/** Times the answer, for the metric and the header `server-timing`; makes bad parameters a 400 that names all of them. */
@Injectable()
export class ApiAnswers implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<Reply>();
    return next.handle().pipe(
      tap(() => {
        const ms = reply.elapsedTime;
        answerSeconds.observe({ list: context.getClass().name.replace('Controller', '').toLowerCase() }, ms / 1_000);
        reply.header('server-timing', `app;dur=${ms.toFixed(2)}`);
        reply.header('cache-control', 'no-store');
      }),
      catchError((error: unknown) => {
        if (error instanceof BadParameters)
          throw new BadRequestException({ error: 'bad_parameters', problems: error.problems });
        throw error;
      }),
    );
  }
}

/** A part of the HTTP API: with a token only, and its errors in the one shape. */
export const ApiController = (name: string): ClassDecorator =>
  applyDecorators(
    Controller(`v1/${name}`),
    ApiTags(name),
    ApiBearerAuth(),
    UseGuards(ApiTokenGuard),
    UseInterceptors(ApiAnswers),
    ApiExtraModels(BadRequestAnswer, ProblemAnswer),
    ApiBadRequestResponse({ type: BadRequestAnswer, description: 'A parameter is wrong or unknown.' }),
    ApiUnauthorizedResponse({ type: ProblemAnswer, description: 'No token, or none that works.' }),
    ApiTooManyRequestsResponse({
      type: ProblemAnswer,
      description: 'Asked too often; `retry-after` tells how long to wait.',
    }),
  );

/** What a list may be asked, and gives. */
export const ApiList = (page: Type<unknown>, parameters: Parameters): MethodDecorator =>
  applyDecorators(
    ApiOkResponse({ type: page }),
    ...Object.entries(parameters).map(([name, { about, schema }]) =>
      ApiQuery({ name, required: false, description: about, schema } as ApiQueryOptions),
    ),
  );

export const ApiRow = (row: Type<unknown>): MethodDecorator =>
  applyDecorators(
    ApiOkResponse({ type: row }),
    ApiNotFoundResponse({ type: ProblemAnswer, description: 'There is none with this id in this company.' }),
  );

/** @throws NotFoundException the same whether there is none or it is another company's */
export function found<T>(row: T | undefined): T {
  if (row === undefined) throw new NotFoundException({ error: 'not_found', next: 'Look for it in the list.' });
  return row;
}
