import { errorBody } from '../calcom-error';
import { type ApiReply } from '../exchange';
import { type FaultEffect } from './api-faults';
import { type CalcomError } from '../calcom-error';
import { bookingConflict, internalError, noHostFree, tooManyRequests } from '../refusals';

type ForcedAnswer = Extract<FaultEffect, { kind: 'answer' }>;

/** What Cal.com says under this status to who wants to book: taken, raced for, too many, broken. */
const ownAnswers: Partial<Record<number, () => CalcomError>> = {
  400: () => noHostFree(false),
  409: bookingConflict,
  429: tooManyRequests,
  500: internalError,
};

/** A forced answer: Cal.com's own body for the statuses above, the HTML page of a gateway in front for others. */
export function faultAnswer({ status, headers, body }: ForcedAnswer, path: string, now: Date): ApiReply {
  if (body !== undefined) return { status, headers: { ...headers }, body };
  const own = ownAnswers[status]?.();
  if (own) return { status, headers: { ...(status === 429 && blocked), ...headers }, body: errorBody(own, path, now) };
  const page = `<html><head><title>${status}</title></head><body>${status} (sandbox)</body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: page };
}

const blocked = {
  'x-ratelimit-limit-default': '120',
  'x-ratelimit-remaining-default': '0',
  'x-ratelimit-reset-default': '60',
};
