import { errorBody } from '../calcom-error';
import { type ApiReply } from '../exchange';
import { type FaultEffect } from './api-faults';
import { internalError, tooManyRequests } from '../refusals';

type ForcedAnswer = Extract<FaultEffect, { kind: 'answer' }>;

/** A forced answer: Cal.com's own body for 429 and 500, the HTML page of a gateway in front for other statuses. */
export function faultAnswer({ status, headers, body }: ForcedAnswer, path: string, now: Date): ApiReply {
  if (body !== undefined) return { status, headers: { ...headers }, body };
  if (status === 429) {
    return { status, headers: { ...blocked, ...headers }, body: errorBody(tooManyRequests(), path, now) };
  }
  if (status === 500) return { status, headers: { ...headers }, body: errorBody(internalError(), path, now) };
  const page = `<html><head><title>${status}</title></head><body>${status} (sandbox)</body></html>`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body: page };
}

const blocked = {
  'x-ratelimit-limit-default': '120',
  'x-ratelimit-remaining-default': '0',
  'x-ratelimit-reset-default': '60',
};
